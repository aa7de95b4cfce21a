import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Touchpoint } from '../../journey/touchpoint';
import { closeStores, openStore, type StoreSettings } from '../../store/open-store';
import { serve } from './child';

/** What a resolver is told to do: for each wait, to try all its ends at once. */
export interface ResolverOrder {
	readonly store: StoreSettings;
	readonly waits: readonly {
		/** Touchpoints each of which ends the wait, recorded by a caller of its own. */
		readonly touchpoints: readonly Touchpoint[];
		/** How many callers find its time over. */
		readonly timeouts: number;
		/** When it is for all of them, after the deadline of this wait and before the next one's; epoch milliseconds. */
		readonly now: number;
	}[];
	readonly instanceId: string;
}

/** What came of the calls: waits that this process timed out, and executions that it took to resume. */
export type ResolverWord = { readonly timedOut: number } | { readonly resumes: readonly string[] };

const LEASE_MS = 600_000;

serve<ResolverOrder, ResolverWord>(async ({ store: settings, waits, instanceId }, begun, say) => {
	const store = await openStore(settings);
	await begun();
	for (const { touchpoints, timeouts, now } of waits) {
		const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now };
		await Promise.all([
			...touchpoints.map(async (one) => await store.record([one], options)),
			...Array.from({ length: timeouts }, async () =>
				say({ timedOut: await store.timeOutWaits(now, 1) }),
			),
		]);
	}
	const after = Math.max(...waits.map(({ now }) => now));
	const claims = await Promise.all(
		Array.from(
			{ length: waits.length },
			async () => await store.claimResumes(instanceId, after, LEASE_MS, 2),
		),
	);
	say({ resumes: claims.flat().map(({ waitId }) => waitId) });
	await closeStores();
});
