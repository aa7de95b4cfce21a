import { signatureHelper } from '@kontent-ai/webhook-helper';
import { kontentAi } from '../../../sources/kontent-ai';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Kontent.ai sends JSON with two spaces and CRLF; a fixture is kept as our own formatter has it. */
export function asKontentAiSends(name: string): Buffer {
	const value: unknown = JSON.parse(fixture(name).toString());
	return Buffer.from(signatureHelper.replaceLinebreaks(JSON.stringify(value, null, 2)));
}

export const kontentAiSender: Sender = {
	source: kontentAi,
	secrets: ['BHPyfqwSy1iJjcscOB+GSkDf9THrBlfcKkwtADJdbP4=', 'b2xkLXNlY3JldA==', 'b3RoZXI='],
	settings: settingsOf({
		secrets: ['BHPyfqwSy1iJjcscOB+GSkDf9THrBlfcKkwtADJdbP4=', 'b2xkLXNlY3JldA=='],
	}),
	body: asKontentAiSends('kontent-ai-published.json'),
	sign: (body, secret) =>
		requestOf(body, {
			'x-kontent-ai-signature': signatureHelper.getHashFromString(body.toString(), secret),
		}),
	required: { 'x-kontent-ai-signature': 'missing_signature' },
	signsBody: true,
	signsTime: false,
	envelope: (payload) => ({ notifications: [payload, { message: payload, data: payload }] }),
};
