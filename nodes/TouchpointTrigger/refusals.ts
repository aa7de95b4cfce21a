/** One kind of refusal as people look at it; never with a secret or personal data. */
export interface RecentRefusal {
	/** When it happened last, epoch milliseconds. */
	readonly at: number;
	readonly status: number;
	readonly code: string;
	readonly reason: string;
	/** How often in a row. */
	readonly times: number;
}

const HOUR_MS = 60 * 60_000;
const KEPT_PER_TRIGGER = 20;
const KEPT_TRIGGERS = 500;

/**
 * What the triggers of this process refused in the last hour, newest first. It is bounded, so that strangers who call an
 * address cannot fill the memory: the same refusal again is counted, and the oldest ones give way.
 */
export class RecentRefusals {
	readonly #byTrigger = new Map<string, readonly RecentRefusal[]>();

	/** Keeps a refusal at the trigger of this key. */
	add(trigger: string, refusal: Omit<RecentRefusal, 'times'>): void {
		const [last, ...older] = this.#byTrigger.get(trigger) ?? [];
		const isSame = last?.code === refusal.code && last.reason === refusal.reason;
		const kept = isSame
			? [{ ...refusal, times: last.times + 1 }, ...older]
			: [{ ...refusal, times: 1 }, ...(last ? [last] : []), ...older].slice(0, KEPT_PER_TRIGGER);
		// Set anew, the trigger becomes the last in the order of the map, and the first is the one to go.
		this.#byTrigger.delete(trigger);
		this.#byTrigger.set(trigger, kept);
		for (const oldest of this.#byTrigger.keys()) {
			if (this.#byTrigger.size <= KEPT_TRIGGERS) break;
			this.#byTrigger.delete(oldest);
		}
	}

	/** Gives those of the hour before `now`, in epoch milliseconds, newest first. */
	of(trigger: string, now: number): readonly RecentRefusal[] {
		return (this.#byTrigger.get(trigger) ?? []).filter(({ at }) => now - at <= HOUR_MS);
	}
}

/** Those of this n8n process. In queue mode each webhook process has its own, which the editor does not see. */
export const recentRefusals = new RecentRefusals();

/**
 * Gives the key of a trigger. The editor hands a list of options the fields and credentials of the node and nothing
 * else to know it by, and lets nobody name a credential that is not theirs to use.
 */
export function triggerKey(path: unknown, credentialId: string | null | undefined): string {
	const trimmed = typeof path === 'string' ? path.replace(/^[/\s]+|[/\s]+$/g, '') : '';
	return JSON.stringify([trimmed, credentialId ?? null]);
}
