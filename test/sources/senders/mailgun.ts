import { createHmac } from 'node:crypto';
import { mailgun } from '../../../sources/mailgun';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

export const TOKEN = '651869375b9df3c98fc15c4889b102119add1235c38fc92824';

/** Gives the signature that belongs into a body: Mailgun's packages have no signer. */
export function mailgunSignature(secret: string, signedAt = NOW, token = TOKEN) {
	const timestamp = String(Math.floor(signedAt / 1000));
	const signature = createHmac('sha256', secret).update(`${timestamp}${token}`).digest('hex');
	return { timestamp, token, signature };
}

/** Puts the signature into the body, where there is an object to put it into. */
function signed(body: Buffer, secret: string, signedAt = NOW): Buffer {
	try {
		const fields: unknown = JSON.parse(body.toString());
		if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return body;
		return Buffer.from(
			JSON.stringify({ ...fields, signature: mailgunSignature(secret, signedAt) }),
		);
	} catch {
		return body;
	}
}

const SECRETS = ['signing-key-now', 'signing-key-old', 'signing-key-foreign'] as const;

export const mailgunSender: Sender = {
	source: mailgun,
	secrets: SECRETS,
	settings: settingsOf({ secrets: SECRETS.slice(0, 2) }),
	body: fixture('mailgun-opened.json'),
	sign: (body, secret, signedAt) => requestOf(signed(body, secret, signedAt)),
	required: {},
	signsBody: false,
	// It does, and for nine hours instead of minutes: see the test of this source.
	signsTime: false,
	envelope: (payload) => ({ 'event-data': payload }),
};
