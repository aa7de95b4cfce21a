import * as fc from 'fast-check';
import { qrScan } from '../../sources/qr-scan';
import { receive } from '../../sources/receive';
import type { Answer, Reception, SourceSettings } from '../../sources/source';
import { acceptedOf, NOW, requestOf, settingsOf, touchpointOf } from './requests';

const TARGET = 'https://www.example.com/lamps?from=window';

function scan(
	query: Record<string, string>,
	fields: Record<string, string> = { redirectTo: TARGET },
	{ method = 'GET', headers = {} as Record<string, string>, sender = '' } = {},
): Reception {
	const settings: SourceSettings = settingsOf({ secrets: [], fields, ...(sender && { sender }) });
	return receive(qrScan, requestOf('', headers, { method, query }), settings);
}

const answerTo = (fields: Record<string, string>, query: Record<string, string> = {}): Answer =>
	acceptedOf(scan(query, fields)).answer;

test('a scan is a touchpoint at the moment of the scan, with what the code says about itself', () => {
	const query = {
		code: 'window-1',
		place: 'Athens',
		campaign: 'yalda',
		customer: 'cu-7',
		order: '1001',
		utm_source: 'poster',
	};
	expect(touchpointOf(scan(query))).toMatchObject({
		source: 'qr_scan',
		dedupe: 'none',
		type: 'qr_scanned',
		channel: 'qr',
		occurredAt: NOW,
		timeMark: 'receipt_time',
		identities: [{ kind: 'external', namespace: 'qr_scan', value: 'cu-7' }],
		keys: { order: '1001' },
		properties: { code: 'window-1', place: 'Athens', campaign: 'yalda', utm_source: 'poster' },
	});
});

test('a bare code counts as well', () => {
	expect(touchpointOf(scan({}))).toMatchObject({
		type: 'qr_scanned',
		identities: [],
		properties: {},
	});
});

test('a customer on a code is known as the customer of another source where that is set', () => {
	const fields = { redirectTo: TARGET, customerNamespace: 'shopify:lamps.myshopify.com' };
	expect(touchpointOf(scan({ customer: '77' }, fields)).identities).toEqual([
		{ kind: 'external', namespace: 'shopify:lamps.myshopify.com', value: '77' },
	]);
	const named = touchpointOf(scan({ customer: '77' }, {}, { sender: 'loyalty' }));
	expect(named).toMatchObject({ source: 'loyalty', identities: [{ namespace: 'loyalty' }] });
});

test('brings no second identity, which could join two customers, and keeps no personal data or secret', () => {
	const touchpoint = touchpointOf(
		scan({
			customer: 'cu-7',
			email: 'neda@example.com',
			Phone: '09123456789',
			token: 'a',
			api_key: 'b',
		}),
	);
	expect(touchpoint.identities).toHaveLength(1);
	expect(touchpoint.properties).toEqual({ token: 'a' });
});

describe('the answer', () => {
	test('sends people on to the address that is set', () => {
		expect(answerTo({ redirectTo: ` ${TARGET} ` })).toEqual({
			status: 302,
			headers: {
				'cache-control': 'no-store',
				'referrer-policy': 'no-referrer',
				location: TARGET,
			},
			body: '',
		});
	});

	test('depends on nothing in the request, so that nobody can send people elsewhere', () => {
		const names = fc.constantFrom(
			'redirectTo',
			'redirect',
			'url',
			'next',
			'to',
			'code',
			'pageText',
		);
		fc.assert(
			fc.property(fc.dictionary(names, fc.oneof(fc.webUrl(), fc.string())), (query) => {
				expect(answerTo({ redirectTo: TARGET }, query)).toEqual(answerTo({ redirectTo: TARGET }));
				expect(answerTo({ pageText: 'Hi' }, query)).toEqual(answerTo({ pageText: 'Hi' }));
			}),
		);
	});

	test.each([
		'',
		'http://www.example.com/',
		'javascript:alert(1)',
		'//www.example.com',
		'/lamps',
		'data:text/html,a',
		'https://',
		'not an address',
	])('is the page when the address that is set is not one of https: %j', (redirectTo) => {
		const answer = answerTo({ redirectTo, pageText: 'Welcome' });
		expect(answer.status).toBe(200);
		expect(answer.headers).not.toHaveProperty('location');
		expect(answer.body).toContain('Welcome');
	});

	test('is a page that can run nothing, with the text as it is', () => {
		const pageText = `<script>alert('1')</script> & "سلام"`;
		const { headers, body } = answerTo({ pageText });
		expect(headers).toMatchObject({
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': "default-src 'none'",
			'cache-control': 'no-store',
		});
		expect(body).not.toContain('<script>');
		expect(body).toContain(
			'&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62; &#38; &#34;سلام&#34;',
		);
		expect(answerTo({}).body).toContain('Thank you');
	});

	test('cannot be given another header by a line break in the address', () => {
		const { headers } = answerTo({ redirectTo: 'https://www.example.com/\r\nset-cookie: a=b' });
		expect(headers?.location).not.toMatch(/[\r\n]/);
	});
});

test.each([
	['HEAD', {}],
	['GET', { 'sec-purpose': 'prefetch;prerender' }],
	['GET', { purpose: 'prefetch' }],
])('%s with %j is answered and is no scan', (method, headers) => {
	const reception = scan({ code: 'a' }, undefined, { method, headers });
	expect(reception).toMatchObject({ kind: 'answered', answer: { status: 302 } });
});
