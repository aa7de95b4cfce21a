import type { Touchpoint } from '../../journey/touchpoint';
import { intercom } from '../../sources/intercom';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { acceptedOf, fixture, requestOf, settingsOf, touchpointOf } from './requests';
import { intercomSender } from './senders/intercom';

const SECRET = 'client-secret-now';
const settings = settingsOf({ secrets: [SECRET] });
const WORKSPACE = 'intercom:a86dr8yl';
const CONTACT: Record<string, unknown> = JSON.parse(fixture('intercom-contact.json').toString());
const CONVERSATION: Record<string, unknown> = JSON.parse(
	fixture('intercom-conversation.json').toString(),
).data.item;
const NEDA = [
	{ kind: 'external', namespace: `${WORKSPACE}:external_id`, value: '115310627314723954' },
	{ kind: 'email', value: 'neda@example.com' },
	{ kind: 'anonymous', namespace: WORKSPACE, value: '6318db7dfb80c614fe1792b5' },
];

const deliver = (topic: string, item: unknown, more: Record<string, unknown> = {}): Reception => {
	const body = {
		type: 'notification_event',
		app_id: 'a86dr8yl',
		topic,
		id: 'notif_1',
		created_at: 1795158000,
		data: { type: 'notification_event_data', item },
		...more,
	};
	const request = intercomSender.sign(Buffer.from(JSON.stringify(body)), SECRET);
	return receive(intercom, request, settings);
};

const read = (topic: string, item: unknown, more?: Record<string, unknown>): Touchpoint =>
	touchpointOf(deliver(topic, item, more));

test('reads a conversation that a customer began', () => {
	expect(
		touchpointOf(receive(intercom, intercomSender.sign(intercomSender.body, SECRET), settings)),
	).toEqual({
		id: 'intercom:opened:215472629311235',
		source: 'intercom',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'ticket_opened',
		channel: 'chat',
		occurredAt: Date.parse('2026-11-20T06:59:50Z'),
		receivedAt: Date.parse('2026-11-20T07:00:30Z'),
		sequence: 0,
		timeMark: 'as_sent',
		identities: NEDA,
		attributes: { name: 'Neda Karimi' },
		keys: { ticket: '215472629311235' },
		properties: {
			topic: 'conversation.user.created',
			text: 'سلام، lamp کی می‌رسد؟',
			ticketState: 'open',
		},
		test: false,
	});
});

test('answers the check of the address and takes a ping without making anything of it', () => {
	const head = requestOf('', {}, { method: 'HEAD' });
	expect(receive(intercom, head, settings)).toMatchObject({
		kind: 'answered',
		answer: { status: 200 },
	});
	const { touchpoints, rejected } = acceptedOf(deliver('ping', { type: 'ping' }, { id: null }));
	expect([touchpoints, rejected]).toEqual([[], []]);
});

test.each([
	['conversation.user.replied', 'message_received'],
	['conversation.admin.replied', 'message_sent'],
	['conversation.admin.closed', 'ticket_solved'],
	['conversation.admin.assigned', 'other:conversation.admin.assigned'],
	['ticket.created', 'ticket_opened'],
	['ticket.resolved', 'ticket_solved'],
	['ticket.closed', 'ticket_closed'],
	['ticket.state.updated', 'ticket_updated'],
])('reads %s', (topic, type) => {
	expect(read(topic, CONVERSATION)).toMatchObject({ type, identities: NEDA });
});

test('opens one ticket of a conversation that becomes one, and solves it once in one second', () => {
	const idsOf = (...topics: string[]) =>
		new Set(topics.map((topic, at) => read(topic, CONVERSATION, { id: `notif_${at}` }).id));
	expect(idsOf('conversation.user.created', 'ticket.created').size).toBe(1);
	expect(idsOf('conversation.admin.closed', 'ticket.resolved').size).toBe(1);
	expect(idsOf('conversation.user.replied', 'conversation.user.replied').size).toBe(2);
	const again = { ...CONVERSATION, updated_at: 1795159999 };
	expect(read('ticket.resolved', again).id).not.toBe(read('ticket.resolved', CONVERSATION).id);
});

test('finds the ticket that ticket.closed wraps once more', () => {
	expect(read('ticket.closed', { type: 'x', ticket: CONVERSATION })).toMatchObject({
		keys: { ticket: '215472629311235' },
		identities: NEDA,
	});
});

test('takes the words and the person of the customer who replied last', () => {
	const parts = [
		{ body: '<p>First</p>', author: { type: 'user', id: 'c1', email: 'other@example.com' } },
		{
			body: '<p>It is <i>broken</i>!</p>',
			author: { type: 'lead', id: 'c2', email: 'neda@example.com' },
		},
	];
	const item = { ...CONVERSATION, conversation_parts: { conversation_parts: parts } };
	expect(read('conversation.user.replied', item)).toMatchObject({
		identities: [
			{ kind: 'email', value: 'neda@example.com' },
			{ kind: 'anonymous', namespace: WORKSPACE, value: 'c2' },
		],
		properties: { text: 'It is broken !' },
	});
});

test("gives the team's words where the team wrote", () => {
	const { text } = read('conversation.operator.replied', CONVERSATION).properties;
	expect(text).toBe('We typically reply in a few hours.');
});

test.each([
	['email', 'email'],
	['twitter', 'social'],
	['sms', 'sms'],
	['conversation', 'chat'],
	['whatsapp', 'chat'],
])('knows a conversation by %s as %s', (type, channel) => {
	const source = { ...(CONVERSATION.source as object), type };
	expect(read('conversation.user.created', { ...CONVERSATION, source }).channel).toBe(channel);
});

test('turns a rating into an experience, at the time when it was given', () => {
	const conversation_rating = {
		rating: 4,
		remark: 'سریع بود',
		created_at: 1795157900,
		contact: { type: 'contact', id: '6318db7dfb80c614fe1792b5' },
		teammate: { type: 'admin', id: 7 },
	};
	expect(read('conversation.rating.added', { ...CONVERSATION, conversation_rating })).toMatchObject(
		{
			type: 'survey_answered',
			occurredAt: 1795157900_000,
			experience: { metric: 'csat', scale: [1, 5], raw: 4, score: 75 },
			properties: { remark: 'سریع بود' },
			identities: expect.arrayContaining([NEDA[2]]),
		},
	);
	const unrated = { ...CONVERSATION, conversation_rating: { ...conversation_rating, rating: 9 } };
	expect(read('conversation.rating.added', unrated).experience).toBeUndefined();
});

describe('a contact', () => {
	test.each([
		['contact.user.created', 'customer_created'],
		['contact.lead.created', 'lead_created'],
		['contact.lead.signed_up', 'account_created'],
		['contact.user.updated', 'customer_updated'],
		['contact.deleted', 'customer_deleted'],
	])('of %s is %s', (topic, type) => {
		expect(read(topic, CONTACT)).toMatchObject({
			type,
			identities: expect.arrayContaining([...NEDA, { kind: 'phone', value: '+989123456789' }]),
			attributes: { name: 'Neda Karimi', language: 'fa', city: 'Athens' },
		});
	});

	test('that was merged is known by its old id in the properties', () => {
		const item = { ...CONTACT, merged_from: { type: 'contact', id: '6a3b2c4d5e6f7a8b9c0d1e2f' } };
		expect(read('contact.merged', item)).toMatchObject({
			type: 'customer_updated',
			properties: { mergedFrom: '6a3b2c4d5e6f7a8b9c0d1e2f' },
		});
	});
});

describe('consent', () => {
	const subscription = (contents: readonly string[] = []) => ({
		type: 'granular_unsubscribe',
		contact: CONTACT,
		subscription_types: { type: 'list', data: [{ type: 'subscription', content_types: contents }] },
		created_at: 1795157000,
	});

	test.each([
		['contact.unsubscribed', [], 'unsubscribed', ['email'], 'denied'],
		['user.unsubscribed_from_sms', [], 'unsubscribed', ['sms'], 'denied'],
		['contact.subscribed', [], 'subscribed', ['email'], 'granted'],
		['granular.unsubscribe', ['sms_message', 'email'], 'unsubscribed', ['sms', 'email'], 'denied'],
		['granular.subscribe', ['push'], 'subscribed', ['push'], 'granted'],
	])('is said by %s', (topic, contents, type, channels, status) => {
		expect(read(topic, subscription(contents))).toMatchObject({
			type,
			occurredAt: 1795157000_000,
			consent: channels.map((channel) => ({ channel, purpose: 'marketing', status })),
			identities: expect.arrayContaining(NEDA),
		});
	});
});

test.each([
	['content_stat.email', 'receipt', 'email_sent', 'email', undefined],
	['content_stat.email', 'open', 'campaign_opened', 'email', undefined],
	['content_stat.email', 'spam_complaint', 'email_marked_as_spam', 'email', 'denied'],
	['content_stat.email', 'hard_bounce', 'email_bounced', 'email', 'denied'],
	['content_stat.email', 'unsubscribe', 'other:content_stat.email.unsubscribe', 'email', 'denied'],
	['content_stat.push', 'open', 'message_read', 'push', undefined],
	['content_stat.tour', 'completion', 'other:content_stat.tour.completion', 'web', undefined],
])('reads %s %s as %s', (topic, stat_type, type, channel, status) => {
	const item = {
		type: topic,
		created_at: '2026-11-20T06:00:00.000Z',
		content_stat: { stat_type, content_title: 'Autumn lamps' },
		contact: CONTACT,
	};
	const touchpoint = read(topic, item);
	expect(touchpoint).toMatchObject({
		type,
		channel,
		occurredAt: Date.parse('2026-11-20T06:00:00Z'),
		properties: { content: 'Autumn lamps' },
	});
	expect(touchpoint.consent?.[0]?.status).toBe(status);
});

test("gives a company's own event its own name, without what is nobody's business", () => {
	const item = {
		type: 'event',
		event_name: 'invited-friend',
		created_at: 1795150000,
		intercom_user_id: '6318db7dfb80c614fe1792b5',
		user_id: '115310627314723954',
		email: 'neda@example.com',
		metadata: { friends: 2, card_number: '4242424242424242' },
	};
	const touchpoint = read('event.created', item);
	expect(touchpoint).toMatchObject({
		type: 'invited_friend',
		occurredAt: 1795150000_000,
		identities: NEDA,
		properties: { friends: 2 },
	});
	expect(JSON.stringify(touchpoint)).not.toContain('4242');
});

test('rejects what is about no contact, and a body without a topic', () => {
	const reasonOf = (reception: Reception) => acceptedOf(reception).rejected[0]?.reason;
	expect(reasonOf(deliver('company.created', { type: 'company', name: 'Lamps' }))).toContain(
		'company.created',
	);
	expect(
		reasonOf(deliver('conversation.admin.noted', { source: { author: { type: 'admin', id: 1 } } })),
	).toContain('no contact');
	expect(reasonOf(deliver('', CONVERSATION))).toContain('topic');
});

test('hashes a notification that came without its id', () => {
	const one = read('conversation.user.replied', CONVERSATION, { id: null });
	expect(one.dedupe).toBe('content_hash');
	expect(
		read('conversation.user.replied', CONVERSATION, { id: null, delivery_attempts: 2 }).id,
	).toBe(one.id);
});
