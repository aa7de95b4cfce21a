import { gzipSync } from 'node:zlib';
import {
	readBody,
	sourceRequest,
	type WebhookRequest,
} from '../../nodes/TouchpointTrigger/request';
import { receive } from '../../sources/receive';
import { rudderstack } from '../../sources/rudderstack';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A request as n8n hands it on: `rawBody` is there already for content types that n8n parses itself. */
function requestOf(
	headers: Record<string, string>,
	{ rawBody, read = async () => {} }: { rawBody?: Buffer; read?: () => Promise<void> } = {},
): WebhookRequest {
	const request = { method: 'POST', originalUrl: '/webhook/a/v1/batch?x=1', headers, rawBody };
	return Object.assign(request, { readRawBody: read }) as unknown as WebhookRequest;
}

test("takes JSON that RudderStack's library sent zipped and as a form, from the bytes that n8n inflated", async () => {
	const body = Buffer.from(
		JSON.stringify({ batch: [{ type: 'track', event: 'A', userId: 'u', messageId: 'm' }] }),
	);
	const authorization = `Basic ${Buffer.from('key:').toString('base64')}`;
	const headers = { ...FORM, 'content-encoding': 'gzip', authorization };
	const read = jest.fn(async () => {});
	const request = requestOf(headers, { rawBody: body, read });
	expect(await readBody(request)).toBeNull();
	expect(read).not.toHaveBeenCalled();
	const given = sourceRequest(request, 'https://n8n.example/webhook/a/v1/batch', 'd-1', 1);
	expect(given).toMatchObject({
		body,
		url: 'https://n8n.example/webhook/a/v1/batch?x=1',
		query: { x: '1' },
	});
	expect(receive(rudderstack, given, { secrets: ['key'], test: false })).toMatchObject({
		kind: 'accepted',
		touchpoints: [{ id: 'rudderstack:m' }],
	});
});

test('has n8n read the body where n8n did not do so by itself', async () => {
	const read = jest.fn(async () => {});
	expect(await readBody(requestOf({}, { read }))).toBeNull();
	expect(read).toHaveBeenCalledTimes(1);
});

test('refuses what inflates beyond the limit of n8n', async () => {
	const tooLarge = Object.assign(new Error('request entity too large'), {
		type: 'entity.too.large',
	});
	const read = async () => await Promise.reject(tooLarge);
	expect(await readBody(requestOf({ 'content-encoding': 'gzip' }, { read }))).toMatchObject({
		status: 413,
		code: 'body_too_large',
	});
});

test('refuses what cannot be inflated, without the words of the failure', async () => {
	const read = async () => await Promise.reject(new Error('incorrect header check'));
	const refusal = await readBody(requestOf({ 'content-encoding': 'gzip' }, { read }));
	expect(refusal).toMatchObject({ status: 400, code: 'broken_body' });
	expect(refusal?.reason).not.toContain('incorrect header');
});

test.each(['br', 'zstd', 'GZIP', 'x-gzip', 'gzip, gzip', 'deflate, gzip', 'compress'])(
	'refuses the compression %s, which n8n hands on as it is',
	async (encoding) => {
		const request = requestOf(
			{ 'content-encoding': encoding },
			{ rawBody: gzipSync(Buffer.from('{}')) },
		);
		expect(await readBody(request)).toMatchObject({ status: 415, code: 'broken_body' });
	},
);

test.each(['gzip', 'deflate', 'identity', 'utf-8', ''])(
	'reads under the content encoding %j',
	async (encoding) => {
		const request = requestOf({ 'content-encoding': encoding }, { rawBody: Buffer.from('{}') });
		expect(await readBody(request)).toBeNull();
	},
);
