import { canonicalBody } from './canonical-body';
import { namedHeaders, SECRET_HEADER_FIELD, verifySharedSecret } from './shared-secret';
import type { Source } from './source';

/**
 * Any system that cannot sign but can carry a secret with its JSON: by HTTP Basic, as a bearer token, or in a header.
 * The secret says who sent it and does not protect what was sent. The body is one event in our own words
 * (see `canonical-event.ts`) or a list of them.
 */
export const genericSecret: Source = {
	name: 'generic_secret',
	displayName: 'Any JSON with a secret',
	group: 'generic',
	proof: 'shared_secret',
	howTo:
		'Paste the address of this trigger into the sender and give it a secret of your own: as the password of Basic authentication, as a bearer token, or in the header X-Webhook-Secret. Enter the same secret here; where the sender also has a user name, enter both as user:password.',
	fields: [SECRET_HEADER_FIELD],
	verify: (request, settings) =>
		verifySharedSecret(
			{
				basic: true,
				bearer: true,
				headers: ['x-webhook-secret', 'x-api-key', ...namedHeaders(settings)],
			},
			request,
			settings.secrets,
		),
	...canonicalBody('generic_secret'),
};
