import { genericAddress } from '../../sources/generic-address';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { refusalOf, requestOf, settingsOf, touchpointOf } from './requests';

const deliver = (url: string, body = '{"type":"qr_scanned"}'): Reception =>
	receive(genericAddress, requestOf(body, {}, { url }), settingsOf({ secrets: [] }));

test.each([
	'https://n8n.example/webhook/8b1f6c1e-2f0a-4c51-9d55-0c3c3f8f2a10',
	'https://n8n.example/webhook-test/8b1f6c1e-2f0a-4c51-9d55-0c3c3f8f2a10?a=1',
	'https://n8n.example/webhook/shop/V1StGXR8_Z5jdHi6B-myT0',
])('takes what comes to an address that nobody can guess: %s', (url) => {
	expect(touchpointOf(deliver(url))).toMatchObject({
		source: 'generic_address',
		type: 'qr_scanned',
		dedupe: 'none',
	});
});

test.each([
	'https://n8n.example/webhook/touchpoints',
	'https://n8n.example/webhook/our-own-customer-touchpoints',
	'https://n8n.example/webhook/1111111111111111111111',
	'https://n8n.example/webhook/a1-a1-a1-a1-a1-a1-a1',
	'https://n8n.example/webhook/',
	'https://n8n.example/webhook/a?key=8b1f6c1e-2f0a-4c51-9d55-0c3c3f8f2a10',
	'https://8b1f6c1e2f0a4c519d550c3c3f8f2a10.example/webhook/touchpoints',
	'http://8b1f6c1e2f0a4c519d550c3c3f8f2a10/webhook/touchpoints',
	'',
])('refuses everything at an address that can be guessed: %s', (url) => {
	const refusal = refusalOf(deliver(url));
	expect(refusal).toMatchObject({ status: 401, code: 'no_secret' });
	expect(refusal.reason).toContain('leave Path empty');
});
