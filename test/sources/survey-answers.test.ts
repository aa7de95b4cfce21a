import {
	consentNamedIn,
	metricNamedIn,
	numberOf,
	scaleOf,
	snakeCase,
	touchpointsOfResponse,
	type ScaleAnswer,
} from '../../sources/survey-answers';
import { namedFields } from '../../sources/survey-fields';
import { NOW, requestOf, settingsOf } from './requests';

test.each([
	[7, 7],
	['7', 7],
	[' ۷ ', 7],
	['٤٫٥', 4.5],
	['4.5', 4.5],
	['-1', -1],
	['7/10', undefined],
	['seven', undefined],
	['', undefined],
	[null, undefined],
	['0x10', undefined],
	[Number.NaN, undefined],
])('reads %j as the number %s', (value, number) => {
	expect(numberOf(value)).toBe(number);
});

test.each([
	['1-5', [1, 5]],
	['0 to 10', [0, 10]],
	['۱ – ۷', [1, 7]],
	['-2..2', [-2, 2]],
	['5-1', [5, 1]],
	['5', undefined],
	['3-3', undefined],
	['a-b', undefined],
	[true, undefined],
])('reads %j as the scale %j', (text, scale) => {
	expect(scaleOf(text)).toEqual(scale);
});

test.each([
	['csat_support', 'csat'],
	['NPS', 'nps'],
	['How likely? (nps)', 'nps'],
	['cesCheckout', 'ces'],
	['process', undefined],
	['', undefined],
	[undefined, undefined],
])('finds the metric in %j', (name, metric) => {
	expect(metricNamedIn(name)).toBe(metric);
});

test('writes names in one way', () => {
	expect(['userId', 'User ID', 'user-id', ' user_id '].map(snakeCase)).toEqual(
		Array(4).fill('user_id'),
	);
	expect(snakeCase('نام')).toBe('نام');
});

test('names a channel of consent, or all of them', () => {
	expect(consentNamedIn('Consent: SMS', true)).toEqual({
		channel: 'sms',
		purpose: 'marketing',
		status: 'granted',
	});
	expect(consentNamedIn('consent', false)?.channel).toBe('all');
	expect(consentNamedIn('consent_letter', true)).toBeUndefined();
	expect(consentNamedIn('informed consent of the parents', true)).toBeUndefined();
});

test('the leading metric is the one of the response, whichever was asked first', () => {
	const answer = (id: string, metric: ScaleAnswer['metric'], raw: number): ScaleAnswer => ({
		id,
		question: id,
		metric,
		raw,
		scale: undefined,
	});
	const touchpoints = touchpointsOfResponse(
		{
			responseId: 'r',
			form: 'f',
			source: 'tally',
			channel: 'web',
			occurredAt: NOW,
			timeMark: 'as_sent',
			identities: [{ kind: 'email', value: 'neda@example.com' }],
			attributes: { name: 'Neda' },
			consent: [{ channel: 'all', purpose: 'marketing', status: 'granted' }],
		},
		[
			answer('a', 'rating', 2),
			answer('b', 'csat', 9),
			answer('c', 'nps', 0),
			answer('d', 'ces', 7),
		],
		requestOf(''),
		settingsOf(),
		0,
	);
	expect(touchpoints.map(({ id, type, experience }) => [id, type, experience?.metric])).toEqual([
		['tally:r', 'survey_answered', 'nps'],
		['tally:r/d', 'survey_question_answered', 'ces'],
		['tally:r/a', 'survey_question_answered', 'rating'],
	]);
	expect(touchpoints.map(({ consent }) => consent?.length ?? 0)).toEqual([1, 0, 0]);
});

test('reads fields by their names in any spelling, and keeps the rest without what is private', () => {
	expect(
		namedFields({
			customerId: 'c-1',
			'E-Mail': 'neda@example.com',
			Mobile: '0912',
			firstname: 'Neda',
			'Order ID': 7,
			channel: 'SMS',
			metric: 'CES',
			scale: '1-7',
			store: 'Athens',
			ip: '203.0.113.9',
			empty: '',
		}),
	).toEqual({
		customerIds: ['c-1'],
		emails: ['neda@example.com'],
		phones: ['0912'],
		attributes: { firstName: 'Neda' },
		keys: { order: '7' },
		channel: 'sms',
		metric: 'ces',
		scale: [1, 7],
		rest: { store: 'Athens' },
	});
});
