import { createHash } from 'node:crypto';
import { verifyHmac } from './hmac';
import { refuse } from './refuse';
import { equalsOneOf } from './secret-comparison';
import type { HmacRecipe, Refusal, SourceRequest } from './source';

const V3_HEADER = 'x-hubspot-signature-v3';
const OLD_HEADER = 'x-hubspot-signature';

const V3: HmacRecipe = {
	header: V3_HEADER,
	algorithm: 'sha256',
	encoding: 'base64',
	signed: 'POST{url}{body}{timestamp}',
	timestampHeader: 'x-hubspot-request-timestamp',
	toleranceMs: 5 * 60_000,
};

/** What HubSpot decodes in the address before it signs it. */
const DECODED: ReadonlyMap<string, string> = new Map([
	['%3a', ':'],
	['%2f', '/'],
	['%3f', '?'],
	['%40', '@'],
	['%21', '!'],
	['%24', '$'],
	['%27', "'"],
	['%28', '('],
	['%29', ')'],
	['%2a', '*'],
	['%2c', ','],
	['%3b', ';'],
]);

/**
 * Checks a request by HubSpot's scheme and gives null when it was signed with one of the client secrets, else why not.
 * Version 3 (an HMAC over method, address, body and time) is checked whenever its header came, and nothing else makes up
 * for it. Without that header the older versions count, unless `requireV3`: a plain SHA-256 over secret and body (v1), or
 * over secret, method, address and body (v2), without a time, so that an old request can be sent again.
 * The address is the public one, as it was called and as HubSpot decodes it. Never throws.
 * (developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests)
 */
export function verifyHubspotSignature(
	request: SourceRequest,
	secrets: readonly string[],
	requireV3: boolean,
): Refusal | null {
	const urls = [...new Set([request.url, decoded(request.url)])];
	if (request.headers[V3_HEADER] !== undefined) {
		const verdicts = urls.map((url) => verifyHmac(V3, { ...request, url }, secrets));
		return verdicts.includes(null) ? null : (verdicts[0] ?? null);
	}
	const signature = request.headers[OLD_HEADER];
	if (requireV3 || !signature) {
		const header = requireV3 ? V3_HEADER : OLD_HEADER;
		return refuse(
			'missing_signature',
			`header '${header}' is missing: the node expects it of every delivery`,
		);
	}
	const isV2 = request.headers['x-hubspot-signature-version']?.trim() === 'v2';
	const prefixes = isV2 ? urls.map((url) => `POST${url}`) : [''];
	const digests = secrets.flatMap((secret) =>
		prefixes.map((prefix) =>
			createHash('sha256').update(secret).update(prefix).update(request.body).digest('hex'),
		),
	);
	return equalsOneOf(signature.trim().toLowerCase(), digests)
		? null
		: refuse(
				'bad_signature',
				`header '${OLD_HEADER}' does not fit: compare the client secret and the public address with those of the app`,
			);
}

function decoded(url: string): string {
	return url.replace(/%[0-9a-f]{2}/gi, (escape) => DECODED.get(escape.toLowerCase()) ?? escape);
}
