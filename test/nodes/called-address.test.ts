import { calledAddress } from '../../nodes/TouchpointTrigger/called-address';

describe('calledAddress', () => {
	it.each([
		[
			'the production address',
			'https://n8n.example/webhook/journey/twilio',
			'/webhook/journey/twilio',
			'https://n8n.example/webhook/journey/twilio',
		],
		[
			'the test address',
			'https://n8n.example/webhook/journey/twilio',
			'/webhook-test/journey/twilio',
			'https://n8n.example/webhook-test/journey/twilio',
		],
		[
			'an address behind a prefix',
			'https://example.com/n8n/webhook/twilio',
			'/webhook-test/twilio',
			'https://example.com/n8n/webhook-test/twilio',
		],
		[
			'a path that n8n does not know',
			'https://n8n.example/webhook/twilio',
			'/elsewhere/other',
			'https://n8n.example/webhook/twilio',
		],
	])('gives %s', (_what, production, path, expected) => {
		expect(calledAddress(production, path)).toBe(expected);
	});
});
