import { createHmac } from 'node:crypto';
import type { Touchpoint } from '../../journey/touchpoint';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { zendesk } from '../../sources/zendesk';
import {
	acceptedOf,
	fixture,
	NOW,
	refusalOf,
	requestOf,
	settingsOf,
	touchpointOf,
} from './requests';
import { zendeskSender } from './senders/zendesk';

const SECRET = 'signing-secret-now';
const settings = settingsOf({ secrets: [SECRET] });
const TICKET: Record<string, unknown> = JSON.parse(fixture('zendesk-ticket.json').toString());

const deliver = (body: unknown): Reception =>
	receive(zendesk, zendeskSender.sign(Buffer.from(JSON.stringify(body)), SECRET), settings);

const read = (name: string, event: unknown = {}, more: Record<string, unknown> = {}): Touchpoint =>
	touchpointOf(deliver({ ...TICKET, type: `zen:event-type:${name}`, event, ...more }));

test("takes a request that n8n's own Zendesk verifier (2.41.1) has taken", () => {
	const body = `{"type":"zen:event-type:ticket.created","id":"e1","account_id":1,"detail":{"id":"5158","subject":"چراغ"}}`;
	const headers = {
		'x-zendesk-webhook-signature-timestamp': '2026-11-20T07:00:00Z',
		'x-zendesk-webhook-signature': 'MoF4++ZPMrFKslQgsdMg2zyUOgYkW8Ow8PYmEFd/LQ4=',
	};
	const judge = (text: string) =>
		receive(zendesk, requestOf(text, headers), settingsOf({ secrets: ['recorded-secret'] }));
	expect(touchpointOf(judge(body)).id).toBe('zendesk:e1');
	expect(refusalOf(judge(`${body} `)).code).toBe('bad_signature');
});

describe("Zendesk's public test secret", () => {
	const known = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';
	const forged = zendeskSender.sign(zendeskSender.body, known);

	test('is good for nothing that is not a test, even when somebody has entered it', () => {
		expect(refusalOf(receive(zendesk, forged, settings)).code).toBe('bad_signature');
		const entered = settingsOf({ secrets: [known] });
		expect(refusalOf(receive(zendesk, forged, entered)).code).toBe('no_secret');
		const beside = settingsOf({ secrets: [SECRET, known] });
		expect(refusalOf(receive(zendesk, forged, beside)).code).toBe('bad_signature');
	});

	test('is good for a test by whoever has entered it', () => {
		const tested = touchpointOf(
			receive(zendesk, forged, settingsOf({ secrets: [known], test: true })),
		);
		expect(tested.test).toBe(true);
		expect(
			refusalOf(receive(zendesk, forged, settingsOf({ secrets: [SECRET], test: true }))).status,
		).toBe(401);
	});
});

test.each(['', '.', '\n'])('signs time and body with nothing between, not with %j', (between) => {
	const timestamp = new Date(NOW).toISOString();
	const { body } = zendeskSender;
	const request = requestOf(body, {
		'x-zendesk-webhook-signature-timestamp': timestamp,
		'x-zendesk-webhook-signature': createHmac('sha256', SECRET)
			.update(timestamp + between + body.toString())
			.digest('base64'),
	});
	expect(receive(zendesk, request, settings).kind).toBe(between === '' ? 'accepted' : 'refused');
});

test('reads a ticket that was opened', () => {
	expect(touchpointOf(deliver(TICKET))).toEqual({
		id: 'zendesk:cbe4028c-7239-495d-b020-f22348516046',
		source: 'zendesk',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'ticket_opened',
		channel: 'web',
		occurredAt: Date.parse('2026-11-20T06:59:58.254Z'),
		receivedAt: NOW,
		sequence: 0,
		timeMark: 'as_sent',
		identities: [
			{ kind: 'external', namespace: 'zendesk:21825834', value: '820982911946154508' },
			{ kind: 'anonymous', namespace: 'zendesk:21825834', value: 'ticket:5158' },
		],
		attributes: {},
		keys: { ticket: '5158' },
		properties: {
			event: 'ticket.created',
			status: 'open',
			priority: 'high',
			subject: 'Bulb missing',
			tags: ['lamps', 'vip'],
		},
		test: false,
	});
});

test.each([
	['OPEN', 'SOLVED', 'ticket_solved'],
	['PENDING', 'CLOSED', 'ticket_solved'],
	['SOLVED', 'CLOSED', 'ticket_closed'],
	['CLOSED', 'SOLVED', 'ticket_updated'],
	['SOLVED', 'OPEN', 'ticket_reopened'],
	['NEW', 'OPEN', 'ticket_updated'],
])('reads the change of status from %s to %s as %s', (previous, current, type) => {
	expect(read('ticket.status_changed', { previous, current }).type).toBe(type);
});

test('solves a ticket once, though its custom status changes with it', () => {
	const custom = read('ticket.custom_status_changed', { previous: '1', current: '2' });
	expect(custom.type).toBe('other:ticket.custom_status_changed');
});

test.each([
	[
		{ is_public: true, author: { is_staff: false }, body: 'کی می‌رسد؟' },
		'message_received',
		'کی می‌رسد؟',
	],
	[{ is_public: true, author: { is_staff: true }, body: 'Tomorrow' }, 'message_sent', 'Tomorrow'],
	[
		{ is_public: false, author: { is_staff: true }, body: 'rude' },
		'other:ticket.note_added',
		undefined,
	],
])('reads the comment %j', (comment, type, text) => {
	const touchpoint = read('ticket.comment_added', { comment });
	expect(touchpoint.type).toBe(type);
	expect(touchpoint.properties.text).toBe(text);
});

test('reads messages of a chat, and finds the ticket in the subject too', () => {
	const event = { actor: { type: 'end_user' }, message: { id: 'm', body: 'Hello' } };
	const more = { detail: {}, subject: 'zen:ticket:141' };
	expect(read('messaging_ticket.message_added', event, more)).toMatchObject({
		type: 'message_received',
		channel: 'chat',
		keys: { ticket: '141' },
		properties: { text: 'Hello' },
	});
	const answer = { ...event, actor: { type: 'agent' } };
	expect(read('messaging_ticket.message_added', answer, more).type).toBe('message_sent');
});

test.each([
	['email', 'email'],
	['whatsapp', 'chat'],
	['voice', 'phone'],
	['facebook', 'social'],
	['api', 'other'],
])('knows a ticket by %s as %s', (channel, ours) => {
	const detail = { ...(TICKET.detail as object), via: { channel } };
	expect(read('ticket.created', {}, { detail }).channel).toBe(ours);
});

describe('satisfaction', () => {
	test.each([
		[{ satisfaction_score: { score: 'GOOD', comment: 'Quick' } }, [0, 1], 1, 100],
		[{ satisfaction_score: { score: 'bad' } }, [0, 1], 0, 0],
		[{ previous: 'offered', current: 'good' }, [0, 1], 1, 100],
		[{ rating: 4 }, [1, 5], 4, 75],
		[{ rating: { rating: 4, rating_category: 'good' } }, [0, 1], 1, 100],
	])('of %j is on the scale %j', (event, scale, raw, score) => {
		expect(read('ticket.csat_received', event)).toMatchObject({
			type: 'survey_answered',
			experience: { metric: 'csat', scale, raw, score },
		});
	});

	test('that only was asked for, or cannot be read, is no figure', () => {
		expect(read('ticket.csat_requested').type).toBe('survey_sent');
		for (const event of [{}, { current: 'offered' }, { rating: 11 }]) {
			expect(read('ticket.csat_received', event).experience).toBeUndefined();
		}
	});
});

describe('a user', () => {
	const detail = {
		id: '6596848315901',
		email: 'Neda@Example.com',
		external_id: '115310627314723954',
		role: 'end-user',
		name: 'Neda Karimi',
	};

	test('is known by the ids of Zendesk and of the business, and by e-mail', () => {
		expect(read('user.created', {}, { detail })).toMatchObject({
			type: 'customer_created',
			identities: [
				{ kind: 'external', namespace: 'zendesk:21825834', value: '6596848315901' },
				{
					kind: 'external',
					namespace: 'zendesk:21825834:external_id',
					value: '115310627314723954',
				},
				{ kind: 'email', value: 'neda@example.com' },
			],
			attributes: { name: 'Neda Karimi' },
		});
	});

	test('of the team is no customer', () => {
		const { rejected } = acceptedOf(
			deliver({
				...TICKET,
				type: 'zen:event-type:user.created',
				detail: { ...detail, role: 'agent' },
			}),
		);
		expect(rejected[0]?.reason).toContain('end-user');
	});
});

describe('a body that people wrote behind a trigger', () => {
	const own = {
		type: 'ticket_solved',
		email: 'neda@example.com',
		ticketId: '5158',
		channel: 'email',
	};

	test('is in our own words, with the invocation as its event', () => {
		expect(touchpointOf(deliver(own))).toMatchObject({
			id: 'zendesk:01JQMQH83YNAKWSWJ8B1QH2NSC',
			type: 'ticket_solved',
			keys: { ticket: '5158' },
			identities: [{ kind: 'email', value: 'neda@example.com' }],
		});
		expect(touchpointOf(deliver({ ...own, id: 'mine' })).id).toBe('zendesk:mine');
	});

	test('may have the rating as the placeholder gives it', () => {
		const rated = (satisfaction: string) =>
			touchpointOf(deliver({ ...own, type: 'survey_answered', satisfaction }));
		expect(rated("Good, I'm satisfied").experience).toMatchObject({ raw: 1, score: 100 });
		expect(rated('bad').experience).toMatchObject({ metric: 'csat', scale: [0, 1], score: 0 });
		expect(rated('Offered').experience).toBeUndefined();
		expect(rated('good').properties.satisfaction).toBeUndefined();
	});
});

test('rejects an event about nobody, keeping the others of a list', () => {
	const article = { type: 'zen:event-type:article.published', account_id: 1, id: 'a', detail: {} };
	const { touchpoints, rejected } = acceptedOf(deliver([article, TICKET, 'text']));
	expect(touchpoints).toHaveLength(1);
	expect(rejected.map(({ index }) => index)).toEqual([0, 2]);
});
