import { CloudEvent, HTTP, type Message } from 'cloudevents';
import { cloudevents } from '../../../sources/cloudevents';
import type { SourceRequest } from '../../../sources/source';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const SECRETS = ['token-now', 'token-old', 'token-foreign'] as const;

const event = new CloudEvent({
	id: 'A234-1234-1234',
	source: '/tills/42',
	type: 'com.example.order.completed',
	time: '2026-11-20T06:45:00Z',
	subject: 'cu-7',
	data: JSON.parse(fixture('canonical-event.json').toString()),
});

const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });

function senderOf(
	headers: Message['headers'],
	body: unknown,
	sign: (body: Buffer, secret: string) => SourceRequest,
	credential: string[] = ['authorization'],
): Sender {
	return {
		source: cloudevents,
		secrets: SECRETS,
		settings: settingsOf({
			secrets: SECRETS.slice(0, 2),
			fields: { typePrefix: 'com.example.', subjectIsCustomer: false },
		}),
		body: Buffer.from(String(body)),
		sign: (given, secret) => {
			const request = sign(given, secret);
			return {
				...request,
				headers: { ...(headers as Record<string, string>), ...request.headers },
			};
		},
		required: Object.fromEntries(credential.map((header) => [header, 'missing_signature'])),
		signsBody: false,
		signsTime: false,
		status: 204,
	};
}

const byHeader = (body: Buffer, secret: string): SourceRequest => requestOf(body, bearer(secret));
const byQuery = (body: Buffer, secret: string): SourceRequest =>
	requestOf(body, {}, { query: { access_token: secret } });

const binary = HTTP.binary(event);
const structured = HTTP.structured(event);

export const cloudEventsBinarySender = senderOf(binary.headers, binary.body, byHeader);
export const cloudEventsStructuredSender = senderOf(
	structured.headers,
	structured.body,
	byQuery,
	[],
);
/** The package has no encoder for batches; a batch is a list of what it makes for one event. */
export const cloudEventsBatchSender: Sender = {
	...senderOf(
		{ 'content-type': 'application/cloudevents-batch+json; charset=utf-8' },
		`[${String(structured.body)},${String(HTTP.structured(event.cloneWith({ id: 'B-2' })).body)}]`,
		byHeader,
	),
	envelope: (payload) => [
		{ specversion: '1.0', id: '1', source: '/a', type: 'a', data: payload },
		payload,
	],
};
