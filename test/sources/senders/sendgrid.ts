import { createPrivateKey, sign } from 'node:crypto';
import { Ecdsa, PrivateKey } from 'starkbank-ecdsa';
import { prime256v1, type Curve } from 'starkbank-ecdsa/ellipticcurve/curve';
import { sendgrid } from '../../../sources/sendgrid';
import type { SourceRequest } from '../../../sources/source';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** A key pair made of one letter; it signs with the library by which SendGrid's own package checks, and with OpenSSL. */
export function keyPair(letter: string, curve: Curve = prime256v1) {
	const key = PrivateKey.fromString(letter.repeat(32), curve);
	const sameKey = createPrivateKey(key.toPem());
	const verificationKey = key
		.publicKey()
		.toPem()
		.replace(/-----[^-]*-----|\s/g, '');
	const signed = (body: Buffer, timestamp: string) => Buffer.concat([Buffer.from(timestamp), body]);
	return {
		verificationKey,
		sign: (body: Buffer, timestamp: string) => Ecdsa.sign(signed(body, timestamp), key).toBase64(),
		/** A thousand times as fast, for the fuzzing. */
		signByOpenSsl: (body: Buffer, timestamp: string) =>
			sign('sha256', signed(body, timestamp), sameKey).toString('base64'),
	};
}

const PAIRS = ['a', 'b', 'c'].map((letter) => keyPair(letter));
const [now, old, foreign] = PAIRS.map(({ verificationKey }) => verificationKey) as [
	string,
	string,
	string,
];

/** SendGrid breaks the line after each event, and signs the breaks. */
export function sendgridBody(events: readonly unknown[]): Buffer {
	return Buffer.from(`[${events.map((event) => JSON.stringify(event)).join(',\r\n')}]\r\n`);
}

function signedBy(body: Buffer, secret: string, signedAt = NOW): SourceRequest {
	const timestamp = String(Math.floor(signedAt / 1000));
	const pair = PAIRS.find(({ verificationKey }) => verificationKey === secret) ?? keyPair('d');
	return requestOf(body, {
		'x-twilio-email-event-webhook-signature': pair.signByOpenSsl(body, timestamp),
		'x-twilio-email-event-webhook-timestamp': timestamp,
	});
}

export const sendgridSender: Sender = {
	source: sendgrid,
	secrets: [now, old, foreign],
	settings: settingsOf({ secrets: [now, old] }),
	body: sendgridBody(JSON.parse(fixture('sendgrid-events.json').toString())),
	sign: signedBy,
	required: {
		'x-twilio-email-event-webhook-signature': 'missing_signature',
		'x-twilio-email-event-webhook-timestamp': 'missing_timestamp',
	},
	signsBody: true,
	signsTime: true,
	envelope: (payload) => [{ event: 'bounce', email: 'neda@example.com', reason: payload }, payload],
};
