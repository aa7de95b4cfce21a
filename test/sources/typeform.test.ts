import type { Touchpoint } from '../../journey/touchpoint';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { typeform } from '../../sources/typeform';
import { acceptedOf, NOW, refusalOf, requestOf, settingsOf, touchpointOf } from './requests';
import { typeformSender } from './senders/typeform';

const SECRET = 'form-secret-now';

const deliver = (body: unknown, fields: Record<string, string> = {}): Reception =>
	receive(
		typeform,
		typeformSender.sign(Buffer.from(JSON.stringify(body)), SECRET),
		settingsOf({ secrets: [SECRET], fields }),
	);

interface Question {
	readonly answer: Record<string, unknown>;
	readonly type?: string;
	readonly ref?: string;
	readonly properties?: Record<string, unknown>;
	readonly hidden?: Record<string, string>;
	readonly fields?: Record<string, string>;
}

/** What becomes of a response with one answer. */
function answered({
	answer,
	type = 'rating',
	ref = 'q1',
	properties,
	hidden,
	fields,
}: Question): Touchpoint {
	const form_response = {
		token: 't1',
		submitted_at: '2026-11-20T06:58:22Z',
		hidden,
		definition: { title: 'Form', fields: [{ id: 'q', ref, type, title: 'Q?', properties }] },
		answers: [{ ...answer, field: { id: 'q', type, ref } }],
	};
	return touchpointOf(
		deliver({ event_id: 'e1', event_type: 'form_response', form_response }, fields),
	);
}

const number = (value: number) => ({ type: 'number', number: value });

test("takes a request that n8n's own Typeform verifier (2.41.1) has taken", () => {
	const body =
		'{"event_id":"e1","event_type":"form_response","form_response":{"token":"t1","hidden":{"note":"چراغ"}}}';
	const headers = { 'typeform-signature': 'sha256=4yNHFeQBnn5XaC8z15jLPKJtHE9K6Yo7Dpd6kqWX34Y=' };
	const judge = (text: string) =>
		receive(typeform, requestOf(text, headers), settingsOf({ secrets: ['recorded-secret'] }));
	expect(touchpointOf(judge(body)).id).toBe('typeform:e1');
	expect(refusalOf(judge(body.replace('t1', 't2'))).code).toBe('bad_signature');
});

test('reads a response: who, how they liked it, and what they said', () => {
	const request = typeformSender.sign(typeformSender.body, SECRET);
	const { touchpoints, rejected } = acceptedOf(
		receive(typeform, request, settingsOf({ secrets: [SECRET] })),
	);
	expect(rejected).toEqual([]);
	const identities = [
		{ kind: 'external', namespace: 'typeform', value: '115310627314723954' },
		{ kind: 'email', value: 'neda@example.com' },
		{ kind: 'phone', value: '+989123456789' },
		{
			kind: 'anonymous',
			namespace: 'typeform',
			value: 'response:a3a12ec67a1365927098a606107fac15',
		},
	];
	expect(touchpoints[0]).toEqual({
		id: 'typeform:LtWXD3crgy',
		source: 'typeform',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'survey_answered',
		channel: 'email',
		occurredAt: Date.parse('2026-11-20T06:58:22Z'),
		receivedAt: NOW,
		sequence: 0,
		timeMark: 'as_sent',
		identities,
		attributes: { language: 'fa', firstName: 'Neda' },
		keys: { order: '1042' },
		consent: [{ channel: 'sms', purpose: 'marketing', status: 'granted' }],
		experience: { metric: 'nps', scale: [0, 10], raw: 9, score: 90 },
		properties: {
			formId: 'lT4Z3j',
			response: 'a3a12ec67a1365927098a606107fac15',
			score: 9,
			ending: '01GRC8GR2017M6WW347T86VV39',
			form: 'How was your lamp?',
			question: 'Would you recommend us?',
			answers: [
				{ question: 'Would you recommend us?', ref: 'nps', answer: '9' },
				{ question: 'How happy are you with the delivery?', ref: 'csat_delivery', answer: '4' },
				{ question: 'How many stars for the lamp?', ref: 'stars', answer: '5' },
				{ question: 'May we write to you by SMS?', ref: 'consent_sms', answer: 'yes' },
				{ question: 'Which colour?', ref: 'color', answer: 'سیاه' },
				{ question: 'Your first name?', ref: 'first_name', answer: 'Neda' },
			],
		},
		test: false,
	});
	expect(touchpoints.slice(1)).toMatchObject([
		{
			id: 'typeform:LtWXD3crgy/NRsxU591jIW9',
			type: 'survey_question_answered',
			identities,
			experience: { metric: 'csat', scale: [1, 5], raw: 4, score: 75 },
			properties: { question: 'How happy are you with the delivery?' },
		},
		{
			id: 'typeform:LtWXD3crgy/WOTdC00F8A3h',
			experience: { metric: 'rating', scale: [1, 5], raw: 5, score: 100 },
		},
	]);
	expect(touchpoints).toHaveLength(3);
	expect(JSON.stringify(touchpoints)).not.toContain('4242');
});

describe('the scale of an answer', () => {
	test.each([
		['the definition', { properties: { steps: 7 } }, [1, 7], 50],
		[
			'the definition before the settings',
			{ properties: { steps: 7 }, fields: { ratingScale: '1-10' } },
			[1, 7],
			50,
		],
		['the link before all', { properties: { steps: 7 }, hidden: { scale: '0-8' } }, [0, 8], 50],
		['the settings', { fields: { ratingScale: '۰ - ۱۰' } }, [0, 10], 40],
		['the usual, when the settings make no sense', { fields: { ratingScale: 'five' } }, [1, 5], 75],
		['the usual', {}, [1, 5], 75],
	])('of a rating is taken from %s', (_name, more, scale, score) => {
		expect(answered({ answer: number(4), ...more }).experience).toEqual({
			metric: 'rating',
			scale,
			raw: 4,
			score,
		});
	});

	test.each([
		[{ properties: { steps: 11 } }, [0, 10]],
		[{ properties: { steps: 5, start_at_one: true } }, [1, 5]],
		[{ properties: {} }, [0, 10]],
		[{ fields: { opinionScale: '1-7' } }, [1, 7]],
		[{ fields: { ratingScale: '1-3' } }, [0, 10]],
	])('of an opinion with %j is %j', (more, scale) => {
		expect(
			answered({ answer: number(3), type: 'opinion_scale', ...more }).experience,
		).toMatchObject({
			metric: 'rating',
			scale,
		});
	});

	test('of a recommendation never is another', () => {
		const more = { hidden: { scale: '1-5' }, fields: { opinionScale: '1-5' } };
		const nps = { metric: 'nps', scale: [0, 10], score: 80 };
		expect(answered({ answer: number(8), type: 'nps', ...more }).experience).toMatchObject(nps);
		expect(
			answered({ answer: number(8), type: 'opinion_scale', ref: 'nps', ...more }).experience,
		).toMatchObject(nps);
	});

	test('that the answer lies outside of gives no figure', () => {
		expect(answered({ answer: number(6) }).experience).toBeUndefined();
	});
});

describe('the metric of an answer', () => {
	test.each([
		[{ ref: 'ces_checkout' }, 'ces'],
		[{ hidden: { metric: 'csat' } }, 'csat'],
		[{ ref: 'ces', hidden: { metric: 'csat' } }, 'ces'],
		[{ ref: 'process' }, 'rating'],
	])('with %j is %s', (more, metric) => {
		expect(answered({ answer: number(3), ...more }).experience?.metric).toBe(metric);
	});

	test('may be named for a choice or a text, also in Persian or Arabic digits', () => {
		const choice = { type: 'choice', choice: { label: '۴' } };
		expect(answered({ answer: choice, type: 'multiple_choice', ref: 'csat' }).experience).toEqual({
			metric: 'csat',
			scale: [1, 5],
			raw: 4,
			score: 75,
		});
		const text = { type: 'text', text: '٩' };
		expect(answered({ answer: text, type: 'short_text', ref: 'nps' }).experience?.raw).toBe(9);
		expect(answered({ answer: text, type: 'short_text', ref: 'age' }).experience).toBeUndefined();
		const words = { type: 'text', text: 'nine' };
		expect(answered({ answer: words, type: 'short_text', ref: 'nps' }).experience).toBeUndefined();
	});
});

test('takes a refusal for one, and a question of another name for none', () => {
	const said = (ref: string, value: boolean) =>
		answered({ answer: { type: 'boolean', boolean: value }, type: 'yes_no', ref }).consent;
	expect(said('consent_email', false)).toEqual([
		{ channel: 'email', purpose: 'marketing', status: 'denied' },
	]);
	expect(said('marketing_consent', true)).toEqual([
		{ channel: 'all', purpose: 'marketing', status: 'granted' },
	]);
	expect(said('consent_fax', true)).toBeUndefined();
	expect(said('terms', true)).toBeUndefined();
});

test('joins nobody by the placeholder of a link that carried nothing', () => {
	for (const user_id of ['xxxxx', 'hidden_value', '{{contact.id}}', '*|UNIQID|*']) {
		expect(answered({ answer: number(3), hidden: { user_id } }).identities).toEqual([
			{ kind: 'anonymous', namespace: 'typeform', value: 'response:t1' },
		]);
	}
});

test('keeps an address that is none as an attribute', () => {
	const touchpoint = answered({
		answer: { type: 'email', email: 'neda(at)example' },
		type: 'email',
	});
	expect(touchpoint.attributes).toEqual({ email: 'neda(at)example' });
	expect(touchpoint.identities).toHaveLength(1);
});

test('counts an unfinished response as no answered survey', () => {
	const body = JSON.parse(typeformSender.body.toString());
	const touchpoint = touchpointOf(deliver({ ...body, event_type: 'form_response_partial' }));
	expect(touchpoint.type).toBe('other:form_response_partial');
	expect(touchpoint.experience).toBeUndefined();
});

test.each([
	[{}, 'form_response: expected an object'],
	[{ form_response: { token: 't' } }, 'event_id: expected a text'],
	[{ event_id: 'e', form_response: {} }, 'form_response.token: expected a text'],
	[[], 'form_response: expected an object'],
])('rejects %j, saying what is missing', (body, reason) => {
	expect(acceptedOf(deliver(body)).rejected).toEqual([{ index: 0, reason }]);
});
