import { Webhook } from 'svix';
import type { Fields } from '../../sources/payload-fields';
import { receive } from '../../sources/receive';
import { resend } from '../../sources/resend';
import {
	acceptedOf,
	fixture,
	NOW,
	refusalOf,
	requestOf,
	settingsOf,
	touchpointOf,
} from './requests';
import { resendSender } from './senders/resend';

const [SECRET] = resendSender.secrets;
const DENIED = [{ channel: 'email', purpose: 'marketing', status: 'denied' }];

function deliver(body: unknown, headers: Record<string, string> = {}) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const request = resendSender.sign(Buffer.from(text), SECRET);
	return receive(
		resend,
		{ ...request, headers: { ...request.headers, ...headers } },
		resendSender.settings,
	);
}

const mail = (type: string, data: Fields = {}) => ({
	type,
	created_at: '2026-11-20T06:45:00.000Z',
	data: { email_id: 'm-1', to: ['neda@example.com'], subject: 'Autumn lamps', ...data },
});

test('reads a click', () => {
	expect(touchpointOf(deliver(fixture('resend-clicked.json').toString()))).toEqual({
		id: 'resend:msg_2W2D3qXLS5fOaPja1GDg7rF2CwB',
		source: 'resend',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'campaign_clicked',
		channel: 'email',
		occurredAt: Date.parse('2026-11-20T06:41:11.057Z'),
		receivedAt: NOW,
		sequence: 5,
		timeMark: 'as_sent',
		identities: [{ kind: 'email', value: 'neda@example.com' }],
		attributes: {},
		keys: {},
		properties: {
			event: 'email.clicked',
			messageId: '56761188-7520-42d8-8898-ff6fc54ce618',
			subject: 'Autumn lamps',
			campaignId: '8b146471-e88e-4322-86af-016cd36fd216',
			url: 'https://lamps.example/autumn',
			tags: { category: 'autumn' },
		},
		test: false,
	});
});

test.each([
	['email.sent', {}, 'email_sent', undefined],
	['email.delivered', {}, 'email_delivered', undefined],
	['email.delivery_delayed', {}, 'other:email.delivery_delayed', undefined],
	['email.opened', {}, 'campaign_opened', undefined],
	['email.clicked', {}, 'campaign_clicked', undefined],
	['email.complained', {}, 'email_marked_as_spam', DENIED],
	['email.suppressed', {}, 'email_dropped', DENIED],
	['email.failed', {}, 'other:email.failed', undefined],
	['email.bounced', {}, 'email_bounced', DENIED],
	['email.bounced', { bounce: { type: 'Permanent', subType: 'General' } }, 'email_bounced', DENIED],
	['email.bounced', { bounce: { type: 'Transient' } }, 'email_bounced', undefined],
	['email.bounced', { bounce: { type: 'Undetermined' } }, 'email_bounced', undefined],
] as const)('reads %s with %j as %s', (name, data, type, consent) => {
	const touchpoint = touchpointOf(deliver(mail(name, data)));
	expect(touchpoint).toMatchObject({ type, channel: 'email' });
	expect(touchpoint.consent).toEqual(consent);
});

test('takes who wrote for the customer of a mail that came in', () => {
	const body = mail('email.received', {
		from: 'Neda Karimi <neda@example.com>',
		to: ['us@lamps.example'],
	});
	const { type, identities } = touchpointOf(deliver(body));
	expect(type).toBe('message_received');
	expect(identities).toEqual([{ kind: 'email', value: 'neda@example.com' }]);
});

test('makes a touchpoint of its own for each recipient, as they are not one customer', () => {
	const to = ['Neda <neda@example.com>', 'no address', 'omid@example.com'];
	const { touchpoints, rejected } = acceptedOf(deliver(mail('email.delivered', { to })));
	expect(rejected).toEqual([]);
	expect(touchpoints.map(({ id, identities }) => [id, identities[0]?.value])).toEqual([
		['resend:msg_2W2D3qXLS5fOaPja1GDg7rF2CwB', 'neda@example.com'],
		['resend:msg_2W2D3qXLS5fOaPja1GDg7rF2CwB#2', 'omid@example.com'],
	]);
});

test.each([[[]], [['no address']], [undefined]])('rejects a mail to %j', (to) => {
	expect(acceptedOf(deliver(mail('email.opened', { to }))).rejected).toEqual([
		{ index: 0, reason: 'data.to: expected an address that can be read' },
	]);
});

test('reads a contact who unsubscribed', () => {
	const touchpoint = touchpointOf(deliver(fixture('resend-contact.json').toString()));
	expect(touchpoint).toMatchObject({
		type: 'customer_updated',
		occurredAt: Date.parse('2026-11-20T06:47:56.678Z'),
		attributes: { firstName: 'Neda', lastName: 'Karimi' },
		consent: DENIED,
		properties: { contactId: 'e169aa45-1ecf-4183-9955-b1499d5701d3' },
	});
});

test.each([
	['contact.created', 'customer_created'],
	['contact.updated', 'customer_updated'],
	['contact.deleted', 'customer_deleted'],
	['contact.moved', 'other:contact.moved'],
])('takes no permission from %s, which is %s', (name, type) => {
	const data = { id: 'c-1', email: 'neda@example.com', unsubscribed: false };
	const touchpoint = touchpointOf(
		deliver({ type: name, created_at: '2026-11-20T06:45:00Z', data }),
	);
	expect(touchpoint.type).toBe(type);
	expect(touchpoint.consent).toBeUndefined();
});

test('passes over what happens to a domain of the business', () => {
	const { touchpoints, rejected } = acceptedOf(deliver({ type: 'domain.updated', data: {} }));
	expect([touchpoints, rejected]).toEqual([[], []]);
});

test.each([[{}], [[]], ['"text"'], [{ type: 7 }]])('rejects %j without a name', (body) => {
	const { touchpoints, rejected } = acceptedOf(deliver(body));
	expect(touchpoints).toEqual([]);
	expect(rejected).toHaveLength(1);
});

test('takes the id that was signed, whatever other headers say', () => {
	const body = mail('email.opened');
	expect(touchpointOf(deliver(body, { 'webhook-id': 'msg_other' })).id).toBe(
		'resend:msg_2W2D3qXLS5fOaPja1GDg7rF2CwB',
	);
	const reception = deliver(body, { 'svix-id': 'msg_other' });
	expect(refusalOf(reception).code).toBe('bad_signature');
});

test('takes the names of Standard Webhooks as well as those of Svix', () => {
	const body = Buffer.from(JSON.stringify(mail('email.opened')));
	const headers = {
		'webhook-id': 'msg_1',
		'webhook-timestamp': String(NOW / 1000),
		'webhook-signature': new Webhook(SECRET).sign('msg_1', new Date(NOW), body.toString()),
	};
	const settings = settingsOf({ secrets: [SECRET] });
	expect(touchpointOf(receive(resend, requestOf(body, headers), settings)).id).toBe('resend:msg_1');
});
