import { verify as verifySignature } from 'node:crypto';
import { publicKeysIn } from './public-keys';
import { refuse } from './refuse';
import type { Refusal, SourceRequest } from './source';

/** Signature of a webhook that Commerce itself sends. */
const COMMERCE_HEADER = 'x-adobe-commerce-webhook-signature';

/** Signatures of Adobe I/O Events, one a key, in both spellings that Adobe's own texts use. */
const EVENTS_HEADERS = [
	'x-adobe-digital-signature-1',
	'x-adobe-digital-signature-2',
	'x-adobe-digital-signature1',
	'x-adobe-digital-signature2',
] as const;

/** Tells a webhook of Commerce itself from a delivery of Adobe I/O Events. */
export function isCommerceWebhook(request: SourceRequest): boolean {
	return request.headers[COMMERCE_HEADER] !== undefined;
}

/**
 * Checks a request by RSA and SHA-256 with each of the public keys and gives null when one signature was made with one
 * of them, else why not. Commerce signs the body in base64 (developer.adobe.com/commerce/extensibility/webhooks/signature-verification),
 * I/O Events signs it as it is, twice, and one valid signature is enough (developer.adobe.com/events/docs/guides).
 * Keys are as `publicKeysIn` reads them; those that are not of RSA are passed over, and without any other nothing passes.
 * Never throws.
 */
export function verifyAdobeSignature(
	request: SourceRequest,
	secrets: readonly string[],
): Refusal | null {
	const keys = secrets.flatMap(publicKeysIn).filter((key) => key.asymmetricKeyType === 'rsa');
	if (keys.length === 0)
		return refuse(
			'no_secret',
			'no public key is set: paste one into the credential, from BEGIN PUBLIC KEY to END PUBLIC KEY',
		);
	const isCommerce = isCommerceWebhook(request);
	const headers = isCommerce ? [COMMERCE_HEADER] : EVENTS_HEADERS;
	const signatures = headers.flatMap((header) => request.headers[header] ?? []);
	if (signatures.length === 0)
		return refuse(
			'missing_signature',
			`header '${COMMERCE_HEADER}' or '${EVENTS_HEADERS[0]}' is missing: switch signatures on in Commerce`,
		);
	const signed = isCommerce ? Buffer.from(request.body.toString('base64')) : request.body;
	const isSigned = keys.some((key) =>
		signatures.some((text) => verifySignature('sha256', signed, key, Buffer.from(text, 'base64'))),
	);
	return isSigned
		? null
		: refuse(
				'bad_signature',
				isCommerce
					? 'the signature does not fit: compare the public key with the one in Commerce'
					: "no signature fits: fetch the public keys that the headers 'x-adobe-public-key1-path' and '…key2-path' name again",
			);
}
