import { canonicalBody } from './canonical-body';
import { namedHeaders, SECRET_HEADER_FIELD, verifySharedSecret } from './shared-secret';
import type { Source } from './source';

/**
 * A till, or the program that reads its receipts: one event in our own words (see `canonical-event.ts`) or a list of
 * them, which is an `order_completed` in the channel `store` where it does not say otherwise. The event id is `id`, the
 * number of the receipt; without it the event is hashed, and without a time each delivery counts.
 * Nothing is signed: the secret comes by HTTP Basic, as a bearer token, or in a header.
 */
export const pointOfSale: Source = {
	name: 'point_of_sale',
	displayName: 'Point of sale',
	group: 'store',
	proof: 'shared_secret',
	howTo:
		'Have the till, or the program that reads its receipts, post each sale as JSON to the address of this trigger, with a secret of your own as a bearer token, as the password of Basic authentication, or in the header X-Api-Key. Enter the same secret here.',
	fields: [SECRET_HEADER_FIELD],
	namedByUser: true,
	verify: (request, settings) =>
		verifySharedSecret(
			{ basic: true, bearer: true, headers: ['x-api-key', ...namedHeaders(settings)] },
			request,
			settings.secrets,
		),
	...canonicalBody('point_of_sale', { type: 'order_completed', channel: 'store' }),
};
