import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { touchpointItem } from './touchpoints';

const HOUR_MS = 60 * 60 * 1000;

const store = temporaryStore();
stoppedClock();

const journeyStage = async (
	parameters: NodeUnderTest['parameters'],
	input?: readonly ReturnType<typeof touchpointItem>[],
) =>
	await runNode(
		{ type: 'journeyStage', parameters, credentials: store.credentials },
		input ? { input: [...input] } : {},
	);

const report = async (parameters: NodeUnderTest['parameters'] = {}) =>
	await journeyStage({ resource: 'journey', operation: 'getStageReport', ...parameters });

/** Twelve people look at something, two days ago at ten past ten in Athens; eight of them order half a day later. */
beforeEach(async () => {
	const people = Array.from({ length: 12 }, (_, place) => place);
	const of = (person: number, hoursAgo: number, type: string) =>
		touchpointItem({
			id: `shop:${person}-${type}`,
			type,
			occurredAt: NOW - hoursAgo * HOUR_MS,
			identities: [{ kind: 'email', value: `person-${person}@example.com` }],
			attributes: { segment: person < 10 ? 'usual' : 'vip' },
			...(type === 'order_completed' && {
				experience: { metric: 'nps', scale: [0, 10], raw: 9, score: 90 },
			}),
		});
	const recorded = await journeyStage({ resource: 'touchpoint', operation: 'record' }, [
		...people.map((person) => of(person, 48, 'product_viewed')),
		...people.slice(4).map((person) => of(person, 36, 'order_completed')),
		of(0, 30, 'call_received'),
	]);
	expect(recorded.error).toBeNull();
});

test('gives a flat item for each stage, with the experience beside the operational measures', async () => {
	const result = await report();
	expect(result.error).toBeNull();
	expect(result.json().map(({ stage }) => stage)).toEqual([
		'awareness',
		'consideration',
		'purchase',
		'retention',
		'advocacy',
	]);
	expect(result.json()[1]).toEqual({
		journey: 'five_stage',
		journeyVersion: 1,
		from: '2026-10-24T00:00:00.000+03:00',
		to: '2026-11-22T12:00:00.000+02:00',
		timeZone: 'Europe/Athens',
		stage: 'consideration',
		stageName: 'Consideration',
		owner: expect.any(String) as string,
		segment: null,
		hidden: 'presence',
		customers: 12,
		entered: 12,
		present: null,
		stalled: null,
		nextStage: 'purchase',
		toNext: 8,
		toNextShare: 0.6667,
		toNextShareLow: 0.3906,
		toNextShareHigh: 0.8619,
		toGoal: null,
		toGoalShare: null,
		toGoalShareLow: null,
		toGoalShareHigh: null,
		leftTo_awareness: 0,
		leftTo_consideration: 0,
		leftTo_purchase: 8,
		leftTo_retention: 0,
		leftTo_advocacy: 0,
		completed: 0,
		exited: 0,
		returned: 0,
		skipped: 0,
		looped: 0,
		medianHours: 12,
		medianHoursLow: 12,
		medianHoursHigh: null,
		expectedHours: 336,
		beyondExpected: 0.3333,
		visitors: 12,
		touchpoints: 13,
		touchpointsPerCustomer: 1.0833,
		contacts: 1,
		contactsPerCustomer: 0.0833,
		experienceMetric: null,
		experienceAnswers: null,
		experienceMean: null,
		experienceLow: null,
		experienceHigh: null,
		experienceTarget: 65,
		experienceGap: null,
		npsAnswers: null,
		nps: null,
		npsLow: null,
		npsHigh: null,
	});
	for (const item of result.json())
		expect(Object.values(item).every((value) => typeof value !== 'object' || value === null)).toBe(
			true,
		);
});

test('shows few people when asked to, and their experience with its interval', async () => {
	const [, , purchase] = (await report({ options: { hideBelow: 0 } })).json();
	expect(purchase).toMatchObject({
		hidden: '',
		customers: 8,
		present: 8,
		stalled: 0,
		experienceMetric: 'nps',
		experienceAnswers: 8,
		experienceMean: 90,
		experienceTarget: 75,
		experienceGap: -15,
		npsAnswers: 8,
		nps: 100,
	});
});

test('tells segments apart when asked, or looks at one', async () => {
	const options = { hideBelow: 0, bySegment: true };
	const customers = (items: readonly Record<string, unknown>[]) =>
		items
			.filter(({ stage }) => stage === 'consideration')
			.map(({ segment, customers: n }) => [segment, n]);
	expect(customers((await report({ options })).json())).toEqual([
		[null, 12],
		['usual', 10],
		['vip', 2],
	]);
	const one = await report({ options: { hideBelow: 0, segment: 'vip' } });
	expect(customers(one.json())).toEqual([['vip', 2]]);
});

test('counts days of the zone, quiet ones too', async () => {
	const result = await report({
		report: 'days',
		period: 'custom',
		from: '2026-11-19',
		to: '2026-11-22',
	});
	expect(
		result.json().map(({ date, touchpoints, entries }) => [date, touchpoints, entries]),
	).toEqual([
		['2026-11-19', 0, 0],
		['2026-11-20', 12, 12],
		['2026-11-21', 9, 8],
	]);
	expect(result.json()[0]).toMatchObject({ from: '2026-11-19T00:00:00.000+02:00', hours: 24 });
});

test('counts hours of the day in the zone that is asked for', async () => {
	const busy = async (options: Record<string, string>) =>
		(await report({ report: 'hours', period: 'last7Days', options }))
			.json()
			.flatMap(({ hour, touchpoints }) => (touchpoints === 0 ? [] : [[hour, touchpoints]]));
	expect(await busy({})).toEqual([
		[0, 8],
		[6, 1],
		[12, 12],
	]);
	expect(await busy({ timeZone: 'Asia/Kathmandu' })).toEqual([
		[3, 8],
		[9, 1],
		[15, 12],
	]);
});

test('ends a period that is not over now', async () => {
	const result = await report({ period: 'custom', from: '2026-11-20', to: '2027-01-01' });
	expect(result.json()[0]).toMatchObject({ to: '2026-11-22T12:00:00.000+02:00' });
});

test('takes a period that expressions give as times', async () => {
	const result = await report({
		period: 'custom',
		from: "={{ DateTime.fromISO('2026-11-20T12:00:00+02:00') }}",
		to: '={{ $now }}',
	});
	expect(result.error).toBeNull();
	expect(result.json()[0]).toMatchObject({
		from: '2026-11-20T12:00:00.000+02:00',
		to: '2026-11-22T12:00:00.000+02:00',
	});
});

test.each([
	['no zone', { options: { timeZone: 'Athens' } }, "'Time Zone' is 'Athens'"],
	['no beginning', { period: 'custom', from: '={{ "" }}' }, "'From' is empty"],
	[
		'a beginning after the end',
		{ period: 'custom', from: '2026-11-21', to: '2026-11-20' },
		"'From'",
	],
	['no time', { period: 'custom', from: 'last week' }, "'From' is not an ISO 8601 time"],
	['a share of doubt', { options: { confidence: 20 } }, "'Confidence (%)' is 20"],
])('says what to do about %s', async (_what, parameters, message) => {
	const { error } = await report(parameters);
	expect(error?.message).toContain(message);
	expect(error?.description).toEqual(expect.any(String));
});
