import { createHmac, timingSafeEqual } from 'node:crypto';
import { refuse } from './refuse';
import { FIVE_MINUTES_MS, refuseUntimely } from './signing-time';
import type { HmacRecipe, Refusal, SourceRequest } from './source';

/**
 * Checks a request against the recipe by which its sender signs, with every key that is valid now, and gives null when
 * one of the signatures in the header was made with one of the keys, else why not. Keys are text (taken as UTF-8) or
 * bytes; empty ones are passed over, and without any other nothing passes. Never throws.
 */
export function verifyHmac(
	recipe: HmacRecipe,
	request: SourceRequest,
	keys: readonly (string | Buffer)[],
): Refusal | null {
	const usableKeys = keys.filter((key) => key.length > 0);
	if (usableKeys.length === 0)
		return refuse('no_secret', 'no usable secret is set: enter it in the credential');
	if (!recipe.signed.includes('{body}')) {
		return refuse(
			'bad_signature',
			'the signed text lacks {body}, so nothing would protect the body: put {body} in it',
		);
	}
	const header = request.headers[recipe.header];
	if (!header) {
		return refuse(
			'missing_signature',
			`header '${recipe.header}' is missing: give the sender a secret to sign with`,
		);
	}
	const parts = recipe.separator === undefined ? [header] : header.split(recipe.separator);
	const timestamp = timestampText(recipe, request, parts);
	const untimely = refuseByAge(recipe, request, timestamp);
	if (untimely) return untimely;
	const signed = signedParts(recipe, request, timestamp);
	if (signed === null) {
		return refuse(
			'missing_signature',
			'a header whose text is signed is missing: expected what the recipe names',
		);
	}
	const signatures = afterPrefix(parts, recipe.prefix ?? '').map((text) =>
		decoded(text, recipe.encoding),
	);
	return isSignedByOne(recipe, signed, signatures, usableKeys)
		? null
		: refuse(
				'bad_signature',
				`no signature in header '${recipe.header}' fits: compare the secret with the sender's`,
			);
}

/** Every key meets every signature, so that the time taken does not say which of them was nearly right. */
function isSignedByOne(
	recipe: HmacRecipe,
	signed: readonly (string | Buffer)[],
	signatures: readonly Buffer[],
	keys: readonly (string | Buffer)[],
): boolean {
	const verdicts = keys.flatMap((key) => {
		const hmac = createHmac(recipe.algorithm, key);
		for (const part of signed) hmac.update(part);
		const digest = hmac.digest();
		return signatures.map(
			(signature) => signature.length === digest.length && timingSafeEqual(signature, digest),
		);
	});
	return verdicts.includes(true);
}

/** Gives the parts of what is signed, the body as its bytes; null when a part of it did not come. */
function signedParts(
	recipe: HmacRecipe,
	request: SourceRequest,
	timestamp: string | undefined,
): (string | Buffer)[] | null {
	const parts = recipe.signed.split(/(\{(?:body|timestamp|id|url)\})/).map((part) => {
		switch (part) {
			case '{body}':
				return request.body;
			case '{timestamp}':
				return timestamp;
			case '{id}':
				return recipe.idHeader === undefined ? undefined : request.headers[recipe.idHeader];
			case '{url}':
				return request.url;
			default:
				return part;
		}
	});
	return parts.includes(undefined) ? null : (parts as (string | Buffer)[]);
}

function timestampText(
	recipe: HmacRecipe,
	request: SourceRequest,
	parts: readonly string[],
): string | undefined {
	if (recipe.timestampHeader !== undefined) return request.headers[recipe.timestampHeader];
	return recipe.timestampPrefix === undefined
		? undefined
		: afterPrefix(parts, recipe.timestampPrefix)[0];
}

function refuseByAge(
	recipe: HmacRecipe,
	request: SourceRequest,
	timestamp: string | undefined,
): Refusal | null {
	if (recipe.timestampHeader === undefined && recipe.timestampPrefix === undefined) return null;
	return refuseUntimely(
		`header '${recipe.timestampHeader ?? recipe.header}'`,
		timestamp,
		request.receivedAt,
		recipe.toleranceMs ?? FIVE_MINUTES_MS,
	);
}

function afterPrefix(parts: readonly string[], prefix: string): string[] {
	return parts
		.map((part) => part.trim())
		.filter((part) => part.startsWith(prefix))
		.map((part) => part.slice(prefix.length));
}

/** `Buffer.from` stops at the first character that is no hex digit; a text with one gives no bytes at all here. */
function decoded(text: string, encoding: HmacRecipe['encoding']): Buffer {
	if (encoding === 'hex' && !/^[0-9a-f]*$/i.test(text)) return Buffer.alloc(0);
	return Buffer.from(text, encoding);
}
