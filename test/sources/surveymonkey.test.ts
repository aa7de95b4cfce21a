import { receive } from '../../sources/receive';
import { surveymonkey } from '../../sources/surveymonkey';
import { acceptedOf, NOW, refusalOf, requestOf, settingsOf, touchpointOf } from './requests';
import { surveymonkeySender } from './senders/surveymonkey';

const SECRET = 'client-secret-now';
const { settings } = surveymonkeySender;

const deliver = (changes: Record<string, unknown>) => {
	const body = { ...JSON.parse(surveymonkeySender.body.toString()), ...changes };
	return receive(
		surveymonkey,
		surveymonkeySender.sign(Buffer.from(JSON.stringify(body)), SECRET),
		settings,
	);
};

test("takes a request that n8n's own SurveyMonkey trigger (2.41.1) has taken", () => {
	const body =
		'{"event_type":"response_completed","event_id":"1","resources":{"respondent_id":"2"}}';
	const request = requestOf(body, { 'sm-signature': 'zVpS/oNtb/mUhHOxm9Eg6tzbbH4=' });
	const fields = { clientId: 'recorded-id' };
	for (const right of [
		settingsOf({ secrets: ['recorded-secret'], fields }),
		settingsOf({ secrets: ['recorded-id&recorded-secret'] }),
	]) {
		expect(touchpointOf(receive(surveymonkey, request, right)).id).toBe('surveymonkey:1');
	}
	const foreign = settingsOf({ secrets: ['recorded-secret'], fields: { clientId: 'another-id' } });
	expect(refusalOf(receive(surveymonkey, request, foreign)).code).toBe('bad_signature');
});

test('takes nothing while the client id is missing', () => {
	const request = surveymonkeySender.sign(surveymonkeySender.body, SECRET);
	for (const clientId of ['', ' ']) {
		const refusal = refusalOf(
			receive(surveymonkey, request, settingsOf({ secrets: [SECRET], fields: { clientId } })),
		);
		expect(refusal.code).toBe('no_secret');
	}
});

test('answers the check of the address', () => {
	const head = requestOf('', {}, { method: 'HEAD' });
	expect(receive(surveymonkey, head, settings)).toMatchObject({
		kind: 'answered',
		answer: { status: 200 },
	});
});

test('reads a response by its ids, which is all that comes', () => {
	expect(touchpointOf(deliver({}))).toEqual({
		id: 'surveymonkey:10027615723',
		source: 'surveymonkey',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'survey_answered',
		channel: 'web',
		occurredAt: Date.parse('2026-11-20T06:59:31.182Z'),
		receivedAt: NOW,
		sequence: 0,
		timeMark: 'as_sent',
		identities: [{ kind: 'anonymous', namespace: 'surveymonkey', value: 'response:4901838231' }],
		attributes: {},
		keys: {},
		properties: {
			event: 'response_completed',
			surveyId: '123456789',
			responseId: '4901838231',
			collectorId: '123456',
		},
		test: false,
	});
});

test.each([
	['response_created', 'survey_started'],
	['response_updated', 'survey_answer_updated'],
	['response_overquota', 'other:response_overquota'],
])('reads %s as %s', (event_type, type) => {
	expect(touchpointOf(deliver({ event_type })).type).toBe(type);
});

test('knows who got the invitation', () => {
	const resources = { respondent_id: '1', recipient_id: '42' };
	expect(touchpointOf(deliver({ resources })).identities).toEqual([
		{ kind: 'anonymous', namespace: 'surveymonkey', value: 'response:1' },
		{ kind: 'anonymous', namespace: 'surveymonkey', value: 'recipient:42' },
	]);
});

test('rejects what is about a survey and about nobody', () => {
	const { rejected } = acceptedOf(
		deliver({ event_type: 'survey_updated', resources: { survey_id: '1' } }),
	);
	expect(rejected[0]?.reason).toContain('respondent_id');
	expect(acceptedOf(deliver({ event_type: null })).rejected[0]?.reason).toContain('event_type');
});

test('without an event id, the same response under the same name is the same event', () => {
	const one = touchpointOf(deliver({ event_id: undefined }));
	expect(one.dedupe).toBe('content_hash');
	expect(touchpointOf(deliver({ event_id: undefined, name: 'Renamed' })).id).toBe(one.id);
	expect(
		touchpointOf(deliver({ event_id: undefined, event_type: 'response_updated' })).id,
	).not.toBe(one.id);
});
