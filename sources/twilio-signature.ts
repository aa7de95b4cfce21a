import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { formEntries } from './form-body';
import type { Refusal, SourceRequest } from './source';

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
	const header = request.headers['x-twilio-signature'];
	if (!header) {
		return refuse(
			'missing_signature',
			"header 'x-twilio-signature' is missing: expected it from Twilio",
		);
	}
	const bodyHash = bodyHashIn(request);
	if (bodyHash !== undefined && !isHashOf(bodyHash, request.body)) {
		return refuse(
			'bad_signature',
			'the body is not the one whose hash stands in the signed address',
		);
	}
	const parameters = bodyHash === undefined ? signedParameters(request.body) : '';
	const signature = Buffer.from(header, 'base64');
	const verdicts = secrets.flatMap((secret) =>
		spellingsOf(request.url).map((url) => {
			const digest = createHmac('sha1', secret)
				.update(url + parameters)
				.digest();
			return signature.length === digest.length && timingSafeEqual(signature, digest);
		}),
	);
	if (verdicts.includes(true)) return null;
	return refuse(
		'bad_signature',
		"the signature does not fit: compare the auth token, and the trigger's public address with the one that Twilio calls",
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

function refuse(code: Refusal['code'], reason: string): Refusal {
	return { status: 401, code, reason };
}
