import { touchpointOfCanonicalEvent } from './canonical-event';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { fieldsOf, isFields, type Fields } from './payload-fields';
import type { HmacRecipe, Refusal, Source, SourceRequest, SourceSettings } from './source';

const SECRET_PREFIX = 'whsec_';

/** The same scheme under its first name: Svix, which many senders use, keeps its own header names. */
type HeaderFamily = 'webhook' | 'svix';

/**
 * Senders that follow Standard Webhooks 1.0 (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md)
 * or its forerunner Svix (docs.svix.com/receiving/verifying-payloads/how-manual): symmetric signatures, version v1.
 * The body is `{ type, timestamp, data }`; `data` uses our own words (see `canonical-event.ts`).
 * The event id is the signed `webhook-id` header, the same in every repetition.
 */
export const standardWebhooks: Source = {
	name: 'standard_webhooks',
	displayName: 'Standard Webhooks',
	group: 'generic',
	proof: 'signature',
	howTo:
		'Paste the address of this trigger where the sender asks for an endpoint. The secret begins with whsec_ and is shown when the endpoint is made.',
	verify: verifyStandardWebhook,
	split: (request) => [parseExactJson(request.body)],
	map: (event, request, settings, index) => {
		const canonical = settings.mapping ? event : inOurWords(event);
		const id = signedIdOf(request);
		const source = settings.sender ?? 'standard_webhooks';
		return [touchpointOfCanonicalEvent(canonical, source, request, settings, index, id)];
	},
};

function inOurWords(event: unknown): Fields {
	const { type, timestamp, data } = fieldsOf(event);
	if (!isFields(data)) throw new UnusableEvent('data: expected an object');
	return { ...data, type, occurredAt: data.occurredAt ?? timestamp };
}

/** Checks a request that is signed by this scheme, with each secret of the settings. */
export function verifyStandardWebhook(
	request: SourceRequest,
	settings: SourceSettings,
): Refusal | null {
	return verifyHmac(recipeFor(familyOf(request)), request, settings.secrets.flatMap(keysOf));
}

/** Gives the sender's id of the delivery from the family of headers that was signed. */
export function signedIdOf(request: SourceRequest): string | undefined {
	return request.headers[`${familyOf(request)}-id`];
}

function familyOf(request: SourceRequest): HeaderFamily {
	return request.headers['webhook-signature'] === undefined && request.headers['svix-signature']
		? 'svix'
		: 'webhook';
}

function recipeFor(family: HeaderFamily): HmacRecipe {
	return {
		header: `${family}-signature`,
		separator: ' ',
		prefix: 'v1,',
		algorithm: 'sha256',
		encoding: 'base64',
		signed: '{id}.{timestamp}.{body}',
		timestampHeader: `${family}-timestamp`,
		toleranceMs: 5 * 60_000,
		idHeader: `${family}-id`,
	};
}

/**
 * The key is what stands in base64 after `whsec_`. A secret without that mark is either such base64 or, as with
 * BigCommerce's client secret, plain text: both keys are tried. Base64 that is not well-formed gives no key.
 */
function keysOf(secret: string): (string | Buffer)[] {
	const isMarked = secret.startsWith(SECRET_PREFIX);
	const encoded = isMarked ? secret.slice(SECRET_PREFIX.length) : secret;
	const isBase64 =
		/^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && encoded.replace(/=+$/, '').length % 4 !== 1;
	const decoded = isBase64 ? [Buffer.from(encoded, 'base64')] : [];
	return isMarked ? decoded : [...decoded, secret];
}
