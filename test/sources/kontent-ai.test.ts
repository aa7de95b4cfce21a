import { signatureHelper } from '@kontent-ai/webhook-helper';
import { kontentAi } from '../../sources/kontent-ai';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { acceptedOf, refusalOf, requestOf, settingsOf, touchpointOf } from './requests';
import { asKontentAiSends } from './senders/kontent-ai';

/** The vectors that Kontent.ai publishes in src/test/signatures of github.com/kontent-ai/webhook-helper-js. */
const SECRET = 'BHPyfqwSy1iJjcscOB+GSkDf9THrBlfcKkwtADJdbP4=';
const SIGNATURE = 'CF9/hYLw2CDcVp2wW39OFUglh++fGdHFeOhiWxM3jZg=';
const LEGACY_SECRET = '4INSnqn9ZA9pOWHpRySS+rsEqL6qHF3CIAftipJeuDc=';
const LEGACY_SIGNATURE = '5+vhM4vWobuiwGyLSGqOL7KwXnaQXISzuKUxhI4xL3o=';

const settings = settingsOf({ secrets: [SECRET, LEGACY_SECRET] });
const PUBLISHED = asKontentAiSends('kontent-ai-published.json');

function deliver(body: unknown): Reception {
	const text = JSON.stringify(body, null, 2);
	const signature = signatureHelper.getHashFromString(text, SECRET);
	return receive(kontentAi, requestOf(text, { 'x-kontent-ai-signature': signature }), settings);
}

const notification = (message: object, system: object = {}) => ({
	message: { environment_id: 'env-1', delivery_slot: 'published', ...message },
	data: {
		system: { id: 'item-1', language: 'fa', last_modified: '2026-11-20T06:45:00Z', ...system },
	},
});

test('takes the published vector, whose lines end in CRLF', () => {
	const request = requestOf(PUBLISHED, { 'x-kontent-ai-signature': SIGNATURE });
	expect(touchpointOf(receive(kontentAi, request, settings))).toMatchObject({
		source: 'kontent_ai',
		dedupe: 'content_hash',
		type: 'content_published',
		channel: 'web',
		occurredAt: Date.parse('2024-03-25T07:55:57.056Z'),
		identities: [],
		keys: { content: 'aa7f127f-1920-4454-a89a-0609aba8ea6f' },
		properties: {
			name: 'This changes everything!',
			codename: 'this_changes_everything_',
			collection: 'marketing',
			contentType: 'product_update',
			language: 'default',
			workflow: 'default',
			workflowStep: 'published',
			environment: '0f5b6cb2-ea82-014e-ac74-f71e7e8b6aee',
			slot: 'published',
		},
	});
});

test('refuses the same JSON in any other bytes', () => {
	const text = PUBLISHED.toString();
	for (const other of [text.replaceAll('\r\n', '\n'), JSON.stringify(JSON.parse(text))]) {
		const request = requestOf(other, { 'x-kontent-ai-signature': SIGNATURE });
		expect(refusalOf(receive(kontentAi, request, settings)).code).toBe('bad_signature');
	}
});

test('takes the published vector of legacy webhooks under their own header', () => {
	const request = requestOf(asKontentAiSends('kontent-ai-legacy.json'), {
		'x-kc-signature': LEGACY_SIGNATURE,
	});
	expect(touchpointOf(receive(kontentAi, request, settings))).toMatchObject({
		id: 'kontent_ai:790b5fea-febe-4421-b8e7-d333afc60136 f0e9e9fa-91e8-40d5-9527-b7e0ae51fc54 en',
		dedupe: 'event_id',
		type: 'content_published',
		occurredAt: Date.parse('2020-03-13T08:05:07.404Z'),
		keys: { content: 'f0e9e9fa-91e8-40d5-9527-b7e0ae51fc54' },
		properties: { codename: 'christian_bale', slot: 'delivery_production' },
	});
});

test('does not let the legacy header stand in for a wrong one', () => {
	const request = requestOf(PUBLISHED, {
		'x-kontent-ai-signature': 'AAAA',
		'x-kc-signature': SIGNATURE,
	});
	expect(refusalOf(receive(kontentAi, request, settings)).code).toBe('bad_signature');
});

test('names the header of today where neither came', () => {
	const refusal = refusalOf(receive(kontentAi, requestOf(PUBLISHED), settings));
	expect(refusal).toMatchObject({ code: 'missing_signature' });
	expect(refusal.reason).toContain("'x-kontent-ai-signature'");
});

test('takes the secret as text, not as the bytes that it could stand for', () => {
	const key = Buffer.from(SECRET, 'base64').toString('latin1');
	const signature = signatureHelper.getHashFromString(PUBLISHED.toString(), key);
	const request = requestOf(PUBLISHED, { 'x-kontent-ai-signature': signature });
	expect(refusalOf(receive(kontentAi, request, settings)).code).toBe('bad_signature');
});

test.each([
	['content_item', 'published', 'content_published'],
	['content_item', 'unpublished', 'content_unpublished'],
	['content_item', 'workflow_step_changed', 'other:content_item_workflow_step_changed'],
	['asset', 'created', 'other:asset_created'],
	['taxonomy', 'term_created', 'other:taxonomy_term_created'],
])('calls %s %s %s', (object_type, action, type) => {
	const { touchpoints } = acceptedOf(
		deliver({ notifications: [notification({ object_type, action })] }),
	);
	expect(touchpoints.map((touchpoint) => touchpoint.type)).toEqual([type]);
});

test('gives a touchpoint for each notification, told apart by object, action, language and time', () => {
	const published = { object_type: 'content_item', action: 'published' };
	const { touchpoints, rejected } = acceptedOf(
		deliver({
			notifications: [
				notification(published),
				notification(published),
				notification(published, { language: 'en' }),
				notification(published, { last_modified: '2026-11-20T06:46:00Z' }),
				notification({ ...published, action: 'unpublished' }),
				notification({ ...published, environment_id: 'env-2' }),
				notification({}),
				'text',
			],
		}),
	);
	expect(touchpoints).toHaveLength(6);
	expect(new Set(touchpoints.map(({ id }) => id)).size).toBe(5);
	expect(rejected).toEqual([
		{ index: 6, reason: 'message: expected object_type and action' },
		{ index: 7, reason: 'message: expected object_type and action' },
	]);
});

test('refuses a signed body that is no object', () => {
	expect(refusalOf(deliver([1]))).toMatchObject({ status: 400, code: 'broken_body' });
});
