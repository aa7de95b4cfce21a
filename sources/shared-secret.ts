import { fieldsOf } from './payload-fields';
import { refuse } from './refuse';
import { equalsOneOf } from './secret-comparison';
import type { Refusal, SourceField, SourceRequest, SourceSettings } from './source';

/** Where a sender that does not sign can carry the secret. */
export interface SecretPlaces {
	/** HTTP Basic; senders take it as a user and a password, or as the part before the @ of an address. */
	readonly basic?: boolean;
	/** `Authorization: Bearer <secret>`. */
	readonly bearer?: boolean;
	/** Lower-case names of headers that hold the secret as it is. */
	readonly headers?: readonly string[];
	/** Names of query parameters of the address that hold the secret as it is. */
	readonly query?: readonly string[];
}

/** For senders that let people choose the header; `namedHeaders` reads what they chose. */
export const SECRET_HEADER_FIELD: SourceField = {
	name: 'secretHeader',
	displayName: 'Secret Header',
	description: 'The header in which the sender carries the secret, where it is one of your own',
	placeholder: 'e.g. X-Webhook-Secret',
	default: '',
};

/** Gives the header that people named in `SECRET_HEADER_FIELD`, in lower case, as a list of one or none. */
export function namedHeaders(settings: SourceSettings): readonly string[] {
	const name = fieldsOf(settings.fields)[SECRET_HEADER_FIELD.name];
	const header = typeof name === 'string' ? name.trim().toLowerCase() : '';
	return header === '' ? [] : [header];
}

/**
 * Checks a request of a sender that does not sign: gives null when one of the places, or one of the texts `inBody` that
 * the source itself found in the body, holds one of the secrets, else why not. All are compared in constant time.
 * By Basic, a secret with a colon is `user:password`; one without is the password, or the user where that is empty.
 * It says who sent the request and nothing about its content: whoever reads one request can send others.
 */
export function verifySharedSecret(
	places: SecretPlaces,
	request: SourceRequest,
	secrets: readonly string[],
	inBody: readonly (string | undefined)[] = [],
): Refusal | null {
	const given = [...carriedTexts(places, request), ...inBody].filter(
		(text): text is string => text !== undefined && text !== '',
	);
	if (given.length === 0) {
		return refuse('missing_signature', `the secret is missing: expected ${expectation(places)}`);
	}
	const verdicts = given.map((text) => equalsOneOf(text, secrets));
	return verdicts.includes(true)
		? null
		: refuse(
				'bad_signature',
				"the secret is not one of those in the credential: compare it with the sender's",
			);
}

function carriedTexts(places: SecretPlaces, request: SourceRequest): (string | undefined)[] {
	const authorization = request.headers.authorization?.trim() ?? '';
	return [
		...(places.basic ? basicTexts(authorization) : []),
		places.bearer ? /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] : undefined,
		...(places.headers ?? []).map((name) => request.headers[name]?.trim()),
		...(places.query ?? []).map((name) => request.query[name]),
	];
}

function basicTexts(authorization: string): string[] {
	const encoded = /^Basic\s+(\S+)$/i.exec(authorization)?.[1];
	if (encoded === undefined) return [];
	const credentials = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = credentials.indexOf(':');
	const user = colon < 0 ? credentials : credentials.slice(0, colon);
	const password = colon < 0 ? '' : credentials.slice(colon + 1);
	return credentials === ':' ? [] : [credentials, password === '' ? user : password];
}

function expectation(places: SecretPlaces): string {
	const names = [
		...(places.basic ? ['Basic authorization'] : []),
		...(places.bearer ? ['a bearer token'] : []),
		...(places.headers ?? []).map((name) => `header '${name}'`),
		...(places.query ?? []).map((name) => `'${name}' in the query of the address`),
	];
	return names.length > 0 ? names.join(', or ') : 'it in the body';
}
