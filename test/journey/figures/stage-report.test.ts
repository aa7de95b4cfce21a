import { plannedStages } from '../../../journey/figures/planned-stage';
import type { StageFacts, StayCount } from '../../../journey/figures/stage-facts';
import { stageReport } from '../../../journey/figures/stage-report';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';

const DAY_MS = 24 * 60 * 60 * 1000;
const { five_stage, aida } = BUILT_IN_DEFINITIONS;
const options = { segment: null, hideBelow: 10, confidence: 0.95 };

const nothing: StageFacts = {
	people: [],
	stays: [],
	presence: [],
	visitors: [],
	touchpoints: [],
	contacts: [],
	answers: [],
};

const here = { stage: 'consideration', segment: null };

const stay = (
	outcome: StayCount['outcome'],
	days: number,
	count: number,
	to: string | null = null,
	movement: StayCount['movement'] = 'entered',
): StayCount => ({ ...here, outcome, to, movement, durationMs: days * DAY_MS, count });

const facts: StageFacts = {
	people: [{ ...here, customers: 19, journeys: 20, journeysToNext: 8, journeysToGoal: 0 }],
	stays: [
		stay('moved', 2, 4, 'purchase'),
		stay('moved', 5, 5, 'purchase', 'returned'),
		stay('moved', 6, 1, 'advocacy'),
		stay('exited', 3, 2),
		stay('present', 20, 8),
	],
	presence: [{ ...here, customers: 12, stays: 12, stalled: 3 }],
	visitors: [{ ...here, count: 25 }],
	touchpoints: [{ ...here, count: 100 }],
	contacts: [{ ...here, count: 5 }],
	answers: [
		...[10, 9, 9, 8, 3].map((answer, index) => ({
			...here,
			metric: 'nps' as const,
			score: answer * 10,
			count: index + 1,
		})),
		{ ...here, metric: 'csat', score: 75, count: 12 },
		{ ...here, metric: 'ces', score: 75, count: 9 },
	],
};

const rowOf = (stage: string, from: StageFacts = facts, changes: Partial<typeof options> = {}) =>
	stageReport(five_stage, from, { ...options, ...changes }).find((row) => row.stage === stage)!;

test('gives every stage of the definition in its order, quiet ones with zeros', () => {
	const rows = stageReport(five_stage, nothing, options);
	expect(rows.map(({ stage, next }) => [stage, next])).toEqual([
		['awareness', 'consideration'],
		['consideration', 'purchase'],
		['purchase', 'retention'],
		['retention', 'advocacy'],
		['advocacy', 'awareness'],
	]);
	expect(rows[0]).toMatchObject({
		flow: { customers: 0, entered: 0, toNext: null, medianMs: null, beyondExpected: null },
		presence: { present: 0, stalled: 0 },
		effort: { customers: 0, touchpoints: 0, contacts: 0 },
		experience: [],
	});
});

test('plans no stage after the last one of a journey that does not loop', () => {
	expect(plannedStages(aida).at(-1)).toEqual({ name: 'action', next: null, expectedMs: null });
});

describe('the flow through a stage', () => {
	const { flow } = rowOf('consideration');

	test('counts stays by how they began and where they led', () => {
		expect(flow).toMatchObject({
			customers: 19,
			entered: 20,
			returned: 5,
			skipped: 0,
			looped: 0,
			leftTo: { purchase: 9, advocacy: 1 },
			completed: 0,
			exited: 2,
		});
	});

	test('gives the conversion of journeys with the interval of Wilson', () => {
		expect(flow?.toNext).toMatchObject({ hits: 8, of: 20, share: 0.4 });
		expect(flow?.toNext?.interval.low).toBeCloseTo(0.2188, 4);
		expect(flow?.toNext?.interval.high).toBeCloseTo(0.6134, 4);
		expect(flow?.toGoal).toBeNull();
	});

	test('counts who went away as censored, and who is still there as well', () => {
		// Of 20, 4 leave at day 2; of the 14 seen after the exits at day 3, 5 leave at day 5; of the last 9, 1 at day 6.
		expect(flow?.medianMs).toBe(6 * DAY_MS);
		expect(flow?.beyondExpected).toBeCloseTo((16 / 20) * (9 / 14) * (8 / 9), 12);
		expect(flow?.medianInterval).toEqual({ lowMs: 5 * DAY_MS, highMs: null });
	});
});

test('puts the operational measures beside the experience', () => {
	const row = rowOf('consideration');
	expect(row).toMatchObject({
		target: 65,
		presence: { present: 12, stalled: 3 },
		effort: { customers: 25, touchpoints: 100, contacts: 5 },
	});
	expect(row.experience.map(({ metric, verdict }) => [metric, verdict === 'hidden'])).toEqual([
		['nps', false],
		['csat', false],
		['ces', true],
	]);
	expect(row.experience[0]?.figures?.nps).toMatchObject({ promoters: 6, detractors: 5 });
});

test('hides what would tell about fewer people than may be shown, each part by its own number', () => {
	const few: StageFacts = {
		...facts,
		people: [{ ...here, customers: 9, journeys: 9, journeysToNext: 4, journeysToGoal: 0 }],
		presence: [{ ...here, customers: 9, stays: 9, stalled: 1 }],
	};
	expect(rowOf('consideration', few)).toMatchObject({
		flow: null,
		presence: null,
		effort: { customers: 25 },
	});
	expect(rowOf('consideration', few, { hideBelow: 9 }).flow).not.toBeNull();
});

test('adds the segments that were counted, by name, after all together', () => {
	const segments: StageFacts = {
		...facts,
		visitors: [
			...facts.visitors,
			{ stage: 'purchase', segment: 'vip', count: 30 },
			{ stage: 'purchase', segment: 'new', count: 40 },
		],
	};
	const rows = stageReport(five_stage, segments, options).filter(
		({ stage }) => stage === 'purchase',
	);
	expect(rows.map(({ segment, effort }) => [segment, effort?.customers])).toEqual([
		[null, 0],
		['new', 40],
		['vip', 30],
	]);
});

describe('with segments', () => {
	const purchase = (segment: string | null, count: number) => ({
		stage: 'purchase',
		segment,
		count,
	});
	const answered = (segment: string | null, count: number) => ({
		...purchase(segment, count),
		metric: 'csat' as const,
		score: 50,
	});
	const counted: StageFacts = {
		...nothing,
		people: [null, 'few', 'new', 'vip'].map((segment, index) => ({
			...purchase(segment, 0),
			customers: [64, 4, 40, 20][index]!,
			journeys: [64, 4, 40, 20][index]!,
			journeysToNext: 0,
			journeysToGoal: 0,
		})),
		presence: [null, 'few', 'new'].map((segment, index) => ({
			...purchase(segment, 0),
			customers: [60, 20, 40][index]!,
			stays: [60, 20, 40][index]!,
			stalled: 0,
		})),
		visitors: [purchase(null, 64), purchase('few', 4), purchase('new', 40), purchase('vip', 20)],
		touchpoints: [purchase(null, 90), purchase('few', 5), purchase('new', 60), purchase('vip', 25)],
		answers: [answered(null, 35), answered('few', 3), answered('new', 20), answered('vip', 12)],
	};

	test('hides the smallest segment beside a hidden one, which would be the sum less what is shown', () => {
		const rows = stageReport(five_stage, counted, options).filter(
			({ stage }) => stage === 'purchase',
		);
		const shown = rows.map(({ segment, flow, presence, effort, experience }) => [
			segment,
			flow?.customers ?? null,
			presence?.present ?? null,
			effort?.touchpoints ?? null,
			experience[0]?.figures?.n ?? null,
		]);
		expect(shown).toEqual([
			[null, 64, 60, 90, 35],
			['few', null, 20, null, null],
			['new', 40, 40, 60, 20],
			['vip', null, 0, null, null],
		]);
		expect(rows.map(({ experience }) => experience[0]?.why.code)).toEqual([
			'below_target',
			'below_hiding_limit',
			'below_minimum_sample',
			'hidden_with_another',
		]);
	});

	test('shows every segment where nothing is to be hidden', () => {
		const rows = stageReport(five_stage, counted, { ...options, hideBelow: 0 });
		for (const { flow, presence, effort, experience } of rows) {
			expect([flow, presence, effort]).not.toContain(null);
			expect(experience.every(({ figures }) => figures !== null)).toBe(true);
		}
	});
});
