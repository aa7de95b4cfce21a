import { closeStores, openStore, type StoreSettings } from '../../store/open-store';
import type { Offer } from '../../journey/offers/offer';
import { NOON } from '../support/touchpoint';
import { serve } from './child';

/** What an issuer is told to do: to ask for a code for each of these customers, some at a time. */
export interface IssuerOrder {
	readonly store: StoreSettings;
	readonly offer: Offer;
	readonly requests: readonly { readonly code: string; readonly customerId: string }[];
	readonly lanes: number;
}

/** What came of one request: who has the code, or which cap stood against it. */
export interface IssuerWord {
	readonly customerId: string;
	readonly why: string;
}

serve<IssuerOrder, IssuerWord>(async ({ store: settings, offer, requests, lanes }, begun, say) => {
	const store = await openStore(settings);
	await begun();
	const todo = requests.values();
	await Promise.all(
		Array.from({ length: lanes }, async () => {
			for (const { code, customerId } of todo) {
				const issuance = await store.issue({
					code,
					offer,
					customerId,
					channel: 'email',
					decision: {},
					now: NOON,
				});
				say({ customerId, why: issuance.ok ? 'issued' : issuance.why });
			}
		}),
	);
	await closeStores();
});
