import { stallThresholds, type Stay } from '../../../journey/moments/stall-threshold';
import type { StallRule } from '../../../journey/moments/subscription';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

const definition = BUILT_IN_DEFINITIONS.five_stage;

const settings = (threshold: StallRule, stages: readonly string[] = ['consideration']) => ({
	kind: 'customer_stalled' as const,
	journey: definition.name,
	stages,
	threshold,
});

/** Stays of 1 to `count` hours; `change` says what is different in each. */
const staysOf = (count: number, change: Partial<Stay> = {}): Stay[] =>
	Array.from({ length: count }, (_, index) => ({
		stage: 'consideration',
		segment: 'gold',
		durationMs: (index + 1) * HOUR_MS,
		ended: true,
		...change,
	}));

const learned = (stays: readonly Stay[]) =>
	stallThresholds(definition, settings({ from: 'learned' }), stays);

test('the learned threshold is the time by which nine of ten have left', () => {
	expect(learned(staysOf(20))).toMatchObject([
		{ stage: 'consideration', segment: 'gold', ms: 18 * HOUR_MS, from: 'learned', basis: 20 },
		{ segment: null, exceptSegments: ['gold'], ms: 14 * DAY_MS, from: 'definition', basis: null },
	]);
});

test('people who are still there count: they make the threshold longer', () => {
	const stillThere = staysOf(5, { ended: false, durationMs: 15 * HOUR_MS });
	const [with5] = learned([...staysOf(20), ...stillThere]);
	// By hand: 15 have left of 25 when five are last seen; of the five who stay on, each leaving takes away a fifth of 10/25.
	expect(with5).toMatchObject({ ms: 19 * HOUR_MS, basis: 20 });
});

test('each segment learns from its own', () => {
	const slow = staysOf(20, { segment: 'silver' }).map((stay) => ({
		...stay,
		durationMs: stay.durationMs * 10,
	}));
	expect(learned([...staysOf(20), ...slow])).toMatchObject([
		{ segment: 'gold', ms: 18 * HOUR_MS },
		{ segment: 'silver', ms: 180 * HOUR_MS },
		{ segment: null, exceptSegments: ['gold', 'silver'] },
	]);
});

test('with fewer than 20 finished stays the definition holds, however many go on', () => {
	expect(learned([...staysOf(19), ...staysOf(50, { ended: false })])).toMatchObject([
		{ segment: null, exceptSegments: [], ms: 14 * DAY_MS, from: 'definition' },
	]);
});

test('where fewer than nine in ten ever leave, the definition holds', () => {
	const forever = staysOf(10, { ended: false, durationMs: 100 * DAY_MS });
	expect(learned([...staysOf(20), ...forever])).toMatchObject([{ from: 'definition' }]);
});

test('stays in other stages teach nothing about this one', () => {
	expect(learned(staysOf(20, { stage: 'purchase' }))).toMatchObject([{ from: 'definition' }]);
});

test('a stage without an expected time has no stalls until something is learned', () => {
	const open = {
		...definition,
		stages: definition.stages.map(({ expectedDays: _days, ...stage }) => stage),
	};
	expect(stallThresholds(open, settings({ from: 'learned' }), staysOf(19))).toEqual([]);
	expect(stallThresholds(open, settings({ from: 'definition' }), staysOf(20))).toEqual([]);
	expect(stallThresholds(open, settings({ from: 'learned' }), staysOf(20))).toMatchObject([
		{ segment: 'gold', from: 'learned' },
	]);
});

test('a typed threshold holds for everybody, whatever was learned', () => {
	expect(stallThresholds(definition, settings({ from: 'typed', ms: 7 }), staysOf(20))).toEqual([
		{
			stage: 'consideration',
			segment: null,
			exceptSegments: [],
			ms: 7,
			from: 'typed',
			basis: null,
		},
	]);
});

test('no stage chosen means every stage', () => {
	const all = stallThresholds(definition, settings({ from: 'typed', ms: 7 }, []), []);
	expect(all.map(({ stage }) => stage)).toEqual(definition.stages.map(({ name }) => name));
});
