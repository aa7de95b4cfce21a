import { createHash } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { twilio } from '../../../sources/twilio';
import type { SourceRequest } from '../../../sources/source';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const ADDRESS = 'https://n8n.example/webhook/touchpoints?shop=lamps';

/** Gives a form as Twilio sends it, signed by Twilio's own package. */
export function signForm(body: string | Buffer, token: string, url = ADDRESS): SourceRequest {
	const parameters: Record<string, string[]> = {};
	for (const [name, value] of new URLSearchParams(body.toString())) {
		(parameters[name] ??= []).push(value);
	}
	const signature = getExpectedTwilioSignature(token, url, parameters);
	return requestOf(body, { 'x-twilio-signature': signature }, { url });
}

/** Gives a JSON body as Twilio's Event Streams send it: only the address is signed, with the hash of the body in it. */
export function signJson(body: Buffer, token: string): SourceRequest {
	const hash = createHash('sha256').update(body).digest('hex');
	const url = `${ADDRESS}&bodySHA256=${hash}`;
	const signature = getExpectedTwilioSignature(token, url, {});
	return requestOf(body, { 'x-twilio-signature': signature }, { url });
}

/** Gives fields as the form that Twilio makes of them. */
export function formOf(fields: Record<string, string>): string {
	return new URLSearchParams(fields).toString();
}

const shared = {
	source: twilio,
	secrets: ['auth-token-now', 'auth-token-old', 'another-account'],
	settings: settingsOf({ secrets: ['auth-token-now', 'auth-token-old'] }),
	required: { 'x-twilio-signature': 'missing_signature' },
	signsBody: true,
	signsTime: false,
} as const satisfies Partial<Sender>;

export const twilioSender: Sender = {
	...shared,
	body: Buffer.from(formOf(JSON.parse(fixture('twilio-sms.json').toString()))),
	format: 'form',
	sign: (body, secret) => signForm(body, secret),
};

export const twilioEventsSender: Sender = {
	...shared,
	body: fixture('twilio-events.json'),
	sign: signJson,
};
