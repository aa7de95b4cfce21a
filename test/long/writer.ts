import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Touchpoint } from '../../journey/touchpoint';
import { closeStores, openStore, type StoreSettings } from '../../store/open-store';
import { StoreError } from '../../store/store-error';
import { NOON } from '../support/touchpoint';
import { serve } from './child';

/** What a writer is told to do. */
export interface WriterOrder {
	readonly store: StoreSettings;
	readonly deliveries: readonly {
		readonly number: number;
		readonly touchpoints: readonly Touchpoint[];
		/** Whether it was accepted before, and is only to be recorded. */
		readonly accepted: boolean;
	}[];
	/** How many deliveries are under way at once. */
	readonly lanes: number;
}

/** What a writer says once the store has said that it is kept. */
export interface WriterWord {
	readonly step: 'accepted' | 'recorded';
	readonly delivery: number;
}

/** What a store says that cannot be reached for a while, or does not know whether it has kept a step. */
const TRY_AGAIN = ['outcome_unknown', 'unusable_path', 'busy', 'locked'];

/** Does a step until the store says that it is kept, like a sender that repeats what was not answered. */
async function untilKept(step: () => Promise<unknown>): Promise<void> {
	for (;;) {
		try {
			await step();
			return;
		} catch (error) {
			if (!(error instanceof StoreError && TRY_AGAIN.includes(error.code))) throw error;
		}
	}
}

/** Accepts and records deliveries; what the parent has heard of was acknowledged. */
serve<WriterOrder, WriterWord>(async ({ store: settings, deliveries, lanes }, begun, say) => {
	const store = await openStore(settings);
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };
	await begun();
	const todo = deliveries.values();
	await Promise.all(
		Array.from({ length: lanes }, async () => {
			for (const { number: delivery, touchpoints, accepted } of todo) {
				if (!accepted) {
					await untilKept(async () => await store.accept(touchpoints));
					say({ step: 'accepted', delivery });
				}
				await untilKept(async () => await store.record(touchpoints, options));
				say({ step: 'recorded', delivery });
			}
		}),
	);
	await closeStores();
});
