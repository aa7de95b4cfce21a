import type { Touchpoint } from '../../journey/touchpoint';
import { calendly } from '../../sources/calendly';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { acceptedOf, NOW, refusalOf, requestOf, settingsOf, touchpointOf } from './requests';
import { calendlySender } from './senders/calendly';

const SECRET = 'signing-key-now';
const settings = settingsOf({ secrets: [SECRET] });
const BOOKING: { payload: Record<string, unknown> } & Record<string, unknown> = JSON.parse(
	calendlySender.body.toString(),
);

const deliver = (
	changes: Record<string, unknown>,
	payload: Record<string, unknown> = {},
): Reception => {
	const body = { ...BOOKING, payload: { ...BOOKING.payload, ...payload }, ...changes };
	const request = calendlySender.sign(Buffer.from(JSON.stringify(body)), SECRET);
	return receive(calendly, request, settings);
};

const read = (event: string, payload?: Record<string, unknown>): Touchpoint =>
	touchpointOf(deliver({ event }, payload));

test("takes a request that n8n's own Calendly verifier (2.41.1) has taken", () => {
	const body =
		'{"event":"invitee.created","created_at":"2026-11-20T06:59:02.000000Z","payload":{"email":"neda@example.com","name":"ندا"}}';
	const headers = {
		'calendly-webhook-signature':
			't=1795158030,v1=dd55c40235cb2093b93ce0eec3cc5c0e9dcb47a3f5fbf7dabe7c7a9eff7c7e2f',
	};
	const judge = (text: string, receivedAt = NOW) =>
		receive(
			calendly,
			requestOf(text, headers, { receivedAt }),
			settingsOf({ secrets: ['recorded-secret'] }),
		);
	expect(touchpointOf(judge(body)).type).toBe('call_booked');
	expect(refusalOf(judge(`${body}\n`)).code).toBe('bad_signature');
	expect(refusalOf(judge(body, NOW + 301_000)).code).toBe('stale_timestamp');
});

test.each(['v1=00', 't=1795158030', '', 't=,v1=', 'garbage'])('refuses the header %j', (header) => {
	const request = requestOf(calendlySender.body, { 'calendly-webhook-signature': header });
	expect(refusalOf(receive(calendly, request, settings)).status).toBe(401);
});

test('reads a booking', () => {
	expect(read('invitee.created')).toEqual({
		id: expect.stringMatching(/^calendly:sha256-[0-9a-f]{64}$/),
		source: 'calendly',
		delivery: 'delivery-1',
		dedupe: 'content_hash',
		type: 'call_booked',
		channel: 'web',
		occurredAt: Date.parse('2026-11-20T06:59:02Z'),
		receivedAt: NOW,
		sequence: 1,
		timeMark: 'as_sent',
		identities: [
			{ kind: 'email', value: 'neda@example.com' },
			{ kind: 'phone', value: '+989123456789' },
			{ kind: 'anonymous', namespace: 'calendly', value: 'BBBBBBBBBBBBBBBB' },
		],
		attributes: { name: 'Neda Karimi', timeZone: 'Asia/Tehran' },
		value: { amount: '25.5', currency: 'EUR' },
		keys: { booking: 'CCCCCCCCCCCCCCCC' },
		properties: {
			event: 'invitee.created',
			meeting: 'Lamp advice',
			startsAt: '2026-11-23T09:00:00.000000Z',
			endsAt: '2026-11-23T09:30:00.000000Z',
			cancelUrl: 'https://calendly.com/cancellations/BBBBBBBBBBBBBBBB',
			rescheduleUrl: 'https://calendly.com/reschedulings/BBBBBBBBBBBBBBBB',
			campaign: { source: 'newsletter', medium: 'email', name: 'autumn' },
			answers: [{ question: 'What is it about?', answer: 'Which lamp for a small desk?' }],
		},
		test: false,
	});
});

test('makes one moved appointment of the pair that moving one comes as', () => {
	const base = 'https://api.calendly.com/scheduled_events';
	const old = `${base}/CCCCCCCCCCCCCCCC/invitees/BBBBBBBBBBBBBBBB`;
	const next = `${base}/EEEEEEEEEEEEEEEE/invitees/FFFFFFFFFFFFFFFF`;
	const cancelled = read('invitee.canceled', { rescheduled: true, new_invitee: next });
	const created = read('invitee.created', { uri: next, old_invitee: old });
	expect([cancelled.type, created.type]).toEqual(['other:invitee.canceled', 'call_rescheduled']);
	expect(cancelled.sequence).toBeLessThan(created.sequence);
	expect(created.properties.previousInvitee).toBe('BBBBBBBBBBBBBBBB');
	expect(cancelled.identities).toContainEqual(created.identities[0]);
});

test('says who called an appointment off, and why', () => {
	const cancellation = { canceled_by: 'Neda Karimi', reason: 'No time', canceler_type: 'invitee' };
	expect(read('invitee.canceled', { rescheduled: false, cancellation })).toMatchObject({
		type: 'call_cancelled',
		properties: { cancelReason: 'No time', cancelledBy: 'invitee' },
	});
});

test.each([
	['invitee_no_show.created', 'call_missed'],
	['invitee_no_show.deleted', 'other:invitee_no_show.deleted'],
	['meeting_recap.created', 'other:meeting_recap.created'],
])('reads %s as %s', (event, type) => {
	expect(read(event).type).toBe(type);
});

test('finds the invitee of a no-show that only points at it', () => {
	const invitee = BOOKING.payload.uri;
	const payload = { uri: 'https://api.calendly.com/invitee_no_shows/GGGG', invitee };
	const body = { event: 'invitee_no_show.created', created_at: '2026-11-20T06:59:02Z', payload };
	const request = calendlySender.sign(Buffer.from(JSON.stringify(body)), SECRET);
	expect(touchpointOf(receive(calendly, request, settings)).identities).toEqual([
		{ kind: 'anonymous', namespace: 'calendly', value: 'BBBBBBBBBBBBBBBB' },
	]);
});

test('finds the address in the answers of a routing form', () => {
	const payload = {
		uri: 'https://api.calendly.com/routing_form_submissions/H',
		questions_and_answers: [
			{ question: 'Your email', answer: 'neda@example.com' },
			{ question: 'Phone', answer: 'none' },
			{ question: 'Team size', answer: '12' },
		],
	};
	const body = {
		event: 'routing_form_submission.created',
		created_at: '2026-11-20T06:59:02Z',
		payload,
	};
	const request = calendlySender.sign(Buffer.from(JSON.stringify(body)), SECRET);
	expect(touchpointOf(receive(calendly, request, settings))).toMatchObject({
		type: 'form_submitted',
		identities: [{ kind: 'email', value: 'neda@example.com' }, { kind: 'anonymous' }],
		properties: {
			answers: [
				{ question: 'Phone', answer: 'none' },
				{ question: 'Team size', answer: '12' },
			],
		},
	});
});

test("does not take a colleague's address in an answer for the customer", () => {
	const questions_and_answers = [{ question: 'Who else comes?', answer: 'colleague@example.com' }];
	const { identities } = read('invitee.created', { questions_and_answers });
	expect(identities).not.toContainEqual({ kind: 'email', value: 'colleague@example.com' });
});

test('counts a payment only when it succeeded', () => {
	const payment = { amount: 25.5, currency: 'EUR', successful: false };
	expect(read('invitee.created', { payment }).value).toBeUndefined();
});

test('knows a repetition by invitee and time', () => {
	const idAt = (created_at: string) => touchpointOf(deliver({ created_at })).id;
	expect(idAt('2026-11-20T06:59:02.000000Z')).toBe(read('invitee.created', { status: 'x' }).id);
	expect(idAt('2026-11-20T06:59:03.000000Z')).not.toBe(read('invitee.created').id);
	expect(read('invitee.canceled').id).not.toBe(read('invitee.created').id);
});

test('rejects an event without a name, and one about nobody', () => {
	expect(acceptedOf(deliver({ event: null })).rejected[0]?.reason).toContain('event');
	expect(
		acceptedOf(deliver({ event: 'event_type.created', payload: {} })).rejected[0]?.reason,
	).toContain('email');
});
