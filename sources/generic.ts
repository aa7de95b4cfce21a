import { canonicalBody } from './canonical-body';
import { verifyHmac } from './hmac';
import type { Source } from './source';

/**
 * Any system that can sign a JSON body with an HMAC. How it signs is chosen in the node; the body is one event in our
 * own words (see `canonical-event.ts`) or a list of them.
 */
export const generic: Source = {
	name: 'generic',
	displayName: 'Any signed JSON',
	group: 'generic',
	proof: 'signature',
	howTo:
		'Paste the address of this trigger into the sender and choose here how it signs. The secret is the one that the sender signs with.',
	verify: (request, settings) =>
		settings.hmac
			? verifyHmac(settings.hmac, request, settings.secrets)
			: {
					status: 401,
					code: 'no_secret',
					reason:
						'how the sender signs is not set: choose header, algorithm and signed text in the node',
				},
	...canonicalBody('generic'),
};
