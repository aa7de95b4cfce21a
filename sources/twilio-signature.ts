import { createHash, timingSafeEqual } from 'node:crypto';
import { formEntries } from './form-body';
import { verifyHmac } from './hmac';
import { refuse } from './refuse';
import type { HmacRecipe, Refusal, SourceRequest } from './source';

/** In place of the body stands what Twilio signs of it. */
const RECIPE: HmacRecipe = {
	header: 'x-twilio-signature',
	algorithm: 'sha1',
	encoding: 'base64',
	signed: '{url}{body}',
};

/**
 * Gives the SHA-256 of the body, in hex, that stands in the signed address of a request whose body is not a form;
 * undefined for a form.
 */
export function bodyHashIn(request: SourceRequest): string | undefined {
	return /[?&]bodySHA256=([^&#]*)/.exec(request.url)?.[1];
}

/**
 * Checks Twilio's signature with every auth token that is valid now, and gives null when it was made with one of them,
 * else why not (twilio.com/docs/usage/security). Throws `BrokenBody` for a form that is not UTF-8.
 */
export function verifyTwilio(request: SourceRequest, secrets: readonly string[]): Refusal | null {
	const bodyHash = bodyHashIn(request);
	if (bodyHash !== undefined && !isHashOf(bodyHash, request.body)) {
		return refuse(
			'bad_signature',
			'the body is not the one whose hash stands in the signed address',
		);
	}
	const body = Buffer.from(bodyHash === undefined ? signedParameters(request.body) : '');
	const verdicts = spellingsOf(request.url).map((url) =>
		verifyHmac(RECIPE, { ...request, url, body }, secrets),
	);
	if (verdicts.includes(null)) return null;
	const unsigned = verdicts.find((refusal) => refusal?.code !== 'bad_signature');
	return (
		unsigned ??
		refuse(
			'bad_signature',
			"the signature does not fit: compare the auth token, and the trigger's public address with the one that Twilio calls",
		)
	);
}

function isHashOf(hex: string, body: Buffer): boolean {
	const given = Buffer.from(/^[0-9a-f]*$/i.test(hex) ? hex : '', 'hex');
	const digest = createHash('sha256').update(body).digest();
	return given.length === digest.length && timingSafeEqual(given, digest);
}

/** Of a name that came several times, each different value is signed once. */
function signedParameters(body: Buffer): string {
	const values = new Map<string, Set<string>>();
	for (const [name, value] of formEntries(body)) {
		values.set(name, (values.get(name) ?? new Set()).add(value));
	}
	return [...values.keys()]
		.sort()
		.flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => name + value))
		.join('');
}

/** Twilio signs some addresses with the port and some without it, whichever was entered. */
function spellingsOf(url: string): readonly string[] {
	const parts = /^(https?:\/\/)((?:[^/?#@]*@)?)(\[[^\]]*\]|[^/?#:]*)(:\d+)?(.*)$/is.exec(url);
	if (parts === null) return [url];
	const [, scheme = '', user = '', host = '', port, rest = ''] = parts;
	const usual = scheme.toLowerCase() === 'https://' ? ':443' : ':80';
	return [scheme + user + host + rest, scheme + user + host + (port ?? usual) + rest];
}
