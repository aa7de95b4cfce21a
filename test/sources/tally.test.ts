import type { Touchpoint } from '../../journey/touchpoint';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { tally } from '../../sources/tally';
import { acceptedOf, NOW, settingsOf, touchpointOf } from './requests';
import { tallySender } from './senders/tally';

const SECRET = 'signing-secret-now';

const deliver = (body: unknown, fields: Record<string, string> = {}): Reception =>
	receive(
		tally,
		tallySender.sign(Buffer.from(JSON.stringify(body)), SECRET),
		settingsOf({ secrets: [SECRET], fields }),
	);

function submitted(
	fields: readonly Record<string, unknown>[],
	settings: Record<string, string> = {},
): Touchpoint {
	const data = { respondentId: 'r1', fields };
	return touchpointOf(deliver({ eventId: 'e1', eventType: 'FORM_RESPONSE', data }, settings));
}

const scale = (type: string, value: unknown, label = 'How was it?') => ({
	key: 'k',
	label,
	type,
	value,
});

test('reads a submission: who, how they liked it, and what they said', () => {
	const request = tallySender.sign(tallySender.body, SECRET);
	const { touchpoints, rejected } = acceptedOf(
		receive(tally, request, settingsOf({ secrets: [SECRET] })),
	);
	expect(rejected).toEqual([]);
	const identities = [
		{ kind: 'external', namespace: 'tally', value: '115310627314723954' },
		{ kind: 'email', value: 'neda@example.com' },
		{ kind: 'phone', value: '+989123456789' },
		{ kind: 'anonymous', namespace: 'tally', value: 'dwQKYm' },
	];
	expect(touchpoints[0]).toEqual({
		id: 'tally:a4cb511e-d513-4fa5-baee-b815d718dfd1',
		source: 'tally',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'survey_answered',
		channel: 'web',
		occurredAt: Date.parse('2026-11-20T06:58:59Z'),
		receivedAt: NOW,
		sequence: 0,
		timeMark: 'as_sent',
		identities,
		attributes: {},
		value: { amount: '2.5', currency: 'EUR' },
		keys: {},
		consent: [{ channel: 'email', purpose: 'marketing', status: 'granted' }],
		experience: { metric: 'nps', scale: [0, 10], raw: 9, score: 90 },
		properties: {
			formId: 'VwbNEw',
			response: '2wgx4n',
			form: 'How was your lamp?',
			question: 'NPS',
			hidden: { store: 'Athens' },
			answers: [
				{ question: 'It was easy to order', answer: '6' },
				{ question: 'Rating', answer: '5' },
				{ question: 'NPS', answer: '۹' },
				{ question: 'Which colour?', answer: 'سیاه' },
				{ question: 'consent_email', answer: 'Write to me' },
			],
		},
		test: false,
	});
	expect(touchpoints.slice(1)).toMatchObject([
		{
			id: 'tally:a4cb511e-d513-4fa5-baee-b815d718dfd1/question_mVGEg3',
			type: 'survey_question_answered',
			identities,
			experience: { metric: 'ces', scale: [1, 7], raw: 6 },
		},
		{ experience: { metric: 'rating', scale: [1, 7], raw: 5 } },
	]);
	expect(JSON.stringify(touchpoints)).not.toMatch(/signature\.png|Karimi/);
});

test('takes scales from the settings where the link says nothing', () => {
	expect(submitted([scale('LINEAR_SCALE', 5)]).experience).toMatchObject({
		metric: 'rating',
		scale: [0, 10],
		score: 50,
	});
	expect(submitted([scale('RATING', 5)]).experience).toMatchObject({ scale: [1, 5], score: 100 });
	const settings = { opinionScale: '1-7', ratingScale: '1-10' };
	expect(submitted([scale('LINEAR_SCALE', 4)], settings).experience?.score).toBe(50);
	expect(submitted([scale('RATING', 10)], settings).experience?.score).toBe(100);
});

test.each([
	['How likely? (NPS)', 8, { metric: 'nps', scale: [0, 10] }],
	['CES: it was easy', 8, { metric: 'ces', scale: [0, 10] }],
])('takes the metric from the question %j', (label, value, experience) => {
	expect(submitted([scale('LINEAR_SCALE', value, label)]).experience).toMatchObject(experience);
});

test.each([
	[{ type: 'MULTIPLE_CHOICE', value: ['n'], options: [{ id: 'n', text: 'No' }] }, 'denied'],
	[{ type: 'MULTIPLE_CHOICE', value: ['y'], options: [{ id: 'y', text: 'Yes' }] }, 'granted'],
	[{ type: 'CHECKBOXES', value: true }, 'granted'],
	[{ type: 'CHECKBOXES', value: false }, undefined],
	[{ type: 'MULTIPLE_CHOICE', value: null, options: [] }, undefined],
])('reads the consent of %j', (field, status) => {
	const touchpoint = submitted([{ key: 'k', label: 'Marketing consent', ...field }]);
	expect(touchpoint.consent?.[0]?.status).toBe(status);
});

test('rejects what is no submission', () => {
	const reasonFor = (body: unknown) => acceptedOf(deliver(body)).rejected[0]?.reason;
	expect(reasonFor([])).toContain('data');
	expect(reasonFor({ data: {} })).toContain('eventId');
	expect(reasonFor({ eventId: 'e', data: {} })).toContain('respondentId');
	expect(reasonFor({ eventId: 'e', eventType: 'FORM_CREATED', data: {} })).toContain('eventType');
});

test('reads past a field whose type is no text at all', () => {
	expect(submitted([{ type: { toString: 0 } }, scale('RATING', 4)]).type).toBe('survey_answered');
});
