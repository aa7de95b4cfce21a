import type { JourneyStore } from '../../../store/journey-store';
import type { Resume } from '../../../store/wait-store';
import type { Clock } from '../clock';
import type { ResumeAnswer } from './post-resume';

export interface ResumerParts {
	readonly store: Pick<
		JourneyStore,
		| 'nextWaitTime'
		| 'timeOutWaits'
		| 'claimResumes'
		| 'settleResume'
		| 'postponeResume'
		| 'isClosed'
	>;
	/** The n8n whose executions it resumes. */
	readonly instanceId: string;
	readonly post: (resume: Resume) => Promise<ResumeAnswer>;
	readonly warn: (message: string) => void;
	readonly clock: Clock;
}

/** Other processes open and end waits in the same store, so it is looked into at least this often. */
const LOOK_EVERY_MS = 5_000;
/** After downtime thousands may be due: so many go on at a time, and no more than that in a pause. */
const RESUMES_AT_ONCE = 10;
const PAUSE_BETWEEN_MS = 250;
const TIME_OUTS_AT_ONCE = 500;
/** Longer than a post may take, so that no other process posts the same. */
const LEASE_MS = 90_000;

/** n8n writes an error into its log for each post that it refuses. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = { busy: 30_000, unreachable: 300_000 };
/** For so long at most a process that reaches nobody leaves the resumes to the others. */
const LONGEST_ABSTENTION_MS = 60_000;
/** Two failures in a row are usual while n8n starts. */
const WARN_FROM_ATTEMPT = 3;

/**
 * Ends waits whose time is over and resumes the executions of waits that have ended, oldest first. One runs in each
 * process and store; the store sees to it that no two do the same. It sleeps until something is due, for five seconds
 * at most, and ends when the store is closed.
 */
export class Resumer {
	readonly #parts: ResumerParts;
	#cancel: () => void = () => undefined;
	#working: Promise<void> | null = null;
	#isWoken = false;
	/** Epoch milliseconds. */
	#restsUntil = 0;
	#failures = 0;
	/** Epoch milliseconds. */
	#abstainsUntil = 0;
	#abstentionMs = 0;

	constructor(parts: ResumerParts) {
		this.#parts = parts;
	}

	/**
	 * Has it look at once, or after the pause where a whole portion has just gone on: touchpoints that come in by the
	 * hundred wake it as often. Resolves when it has done a portion of what is due and sleeps until the next one.
	 */
	async wake(): Promise<void> {
		this.#isWoken = true;
		await (this.#working ??= this.#work());
	}

	async #work(): Promise<void> {
		this.#cancel();
		let pauseMs = 0;
		while (this.#isWoken && !this.#parts.store.isClosed) {
			this.#isWoken = false;
			pauseMs = await this.#round();
		}
		this.#working = null;
		if (this.#parts.store.isClosed) return;
		this.#cancel = this.#parts.clock.after(pauseMs, () => void this.wake());
	}

	/** Does one portion of what is due and gives the pause until the next look, in milliseconds. */
	async #round(): Promise<number> {
		const { store, instanceId, clock, warn } = this.#parts;
		try {
			const now = clock.now();
			const restMs = this.#restsUntil - now;
			// More than a pause is a clock that was put back.
			if (restMs > 0 && restMs <= PAUSE_BETWEEN_MS) return restMs;
			const next = await store.nextWaitTime(instanceId);
			if (next === null || next > now) {
				this.#failures = 0;
				return Math.min((next ?? Infinity) - now, LOOK_EVERY_MS);
			}
			await store.timeOutWaits(now, TIME_OUTS_AT_ONCE);
			const abstainsMs = this.#abstainsUntil - now;
			// More than that is a clock that was put back.
			if (abstainsMs > 0 && abstainsMs <= this.#abstentionMs) {
				return Math.min(abstainsMs, LOOK_EVERY_MS);
			}
			const resumes = await store.claimResumes(instanceId, now, LEASE_MS, RESUMES_AT_ONCE);
			const answers = await Promise.all(resumes.map(async (resume) => await this.#resume(resume)));
			this.#abstainAfter(answers);
			this.#failures = 0;
			if (resumes.length === RESUMES_AT_ONCE) this.#restsUntil = clock.now() + PAUSE_BETWEEN_MS;
			return PAUSE_BETWEEN_MS;
		} catch (error) {
			if (store.isClosed) return LOOK_EVERY_MS;
			const reason = error instanceof Error ? error.message : 'unknown reason';
			if (this.#failures++ === 0) warn(`Waits for touchpoints are not looked after: ${reason}`);
			return LOOK_EVERY_MS;
		}
	}

	/**
	 * In queue mode a worker may not know where the main answers, and all processes take from the same list: one that has
	 * reached nobody lets the others have it for a while, and tries again ever less often.
	 */
	#abstainAfter(answers: readonly ResumeAnswer['kind'][]): void {
		if (answers.length === 0) return;
		const hasReached = answers.some((kind) => kind !== 'unreachable');
		this.#abstentionMs = hasReached
			? 0
			: Math.min(Math.max(FIRST_PAUSE_MS, 2 * this.#abstentionMs), LONGEST_ABSTENTION_MS);
		this.#abstainsUntil = this.#parts.clock.now() + this.#abstentionMs;
	}

	async #resume(resume: Resume): Promise<ResumeAnswer['kind']> {
		const answer = await this.#parts.post(resume);
		await this.#settle(resume, answer);
		return answer.kind;
	}

	async #settle(resume: Resume, answer: ResumeAnswer): Promise<void> {
		const { store, clock } = this.#parts;
		switch (answer.kind) {
			case 'resumed':
				return await store.settleResume(resume.waitId, 'done');
			case 'gone':
				return await store.settleResume(resume.waitId, 'gone');
			case 'busy':
			case 'unreachable': {
				if (answer.kind === 'unreachable') this.#warnOf(resume, answer.reason);
				const pauseMs = Math.min(
					FIRST_PAUSE_MS * 2 ** (resume.attempt - 1),
					LONGEST_PAUSE_MS[answer.kind],
				);
				return await store.postponeResume(resume.waitId, clock.now() + pauseMs);
			}
			default:
				return answer satisfies never;
		}
	}

	/** Each time the attempts have doubled, so that the log stays readable. */
	#warnOf({ waitId, name, attempt }: Resume, reason: string): void {
		if (attempt < WARN_FROM_ATTEMPT || !Number.isInteger(Math.log2(attempt + 1))) return;
		this.#parts.warn(
			`The execution of the wait '${name}' (${waitId}) could not be resumed, attempt ${attempt}: ${reason}. ` +
				'n8n must be able to call itself, at the address in WEBHOOK_URL or at its own port (N8N_PORT); it is tried again.',
		);
	}
}
