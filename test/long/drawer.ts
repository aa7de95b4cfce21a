import type { Experiment } from '../../journey/experiments/experiment';
import { closeStores, openStore, type StoreSettings } from '../../store/open-store';
import { NOON } from '../support/touchpoint';
import { serve } from './child';

/** What a drawer is told to do: to ask for the arm of each of these customers, some at a time. */
export interface DrawerOrder {
	readonly store: StoreSettings;
	readonly experiment: Experiment;
	readonly customerIds: readonly string[];
	readonly lanes: number;
}

/** Which arm somebody has, as one drawer heard it. */
export interface DrawerWord {
	readonly customerId: string;
	readonly arm: string | null;
}

serve<DrawerOrder, DrawerWord>(
	async ({ store: settings, experiment, customerIds, lanes }, begun, say) => {
		const store = await openStore(settings);
		await begun();
		const todo = customerIds.values();
		await Promise.all(
			Array.from({ length: lanes }, async () => {
				for (const customerId of todo) {
					say({ customerId, arm: await store.assignArm(experiment, customerId, NOON) });
				}
			}),
		);
		await closeStores();
	},
);
