import type { ArmCount } from '../../../journey/experiments/arm-count';
import { differenceInterval } from '../../../journey/experiments/difference-interval';
import { HELD_OUT } from '../../../journey/experiments/experiment';
import { holdoutOf, OFFERED } from '../../../journey/experiments/holdout';
import { EFFECT_VERDICTS, holdoutFigures } from '../../../journey/experiments/holdout-figures';

const options = { hideBelow: 10, minimumSample: 30, confidence: 0.95 };

/** Counts as [customers, buyers] of both arms. */
const counts = (
	offered: readonly [number, number],
	heldOut: readonly [number, number],
	percent = 50,
	experiment = 'offers',
): ArmCount[] =>
	[
		{ arm: OFFERED, count: offered },
		{ arm: HELD_OUT, count: heldOut },
	]
		.filter(({ count }) => count[0] > 0)
		.map(({ arm, count: [customers, buyers] }) => ({
			experiment,
			arms: holdoutOf(experiment, percent).arms,
			arm,
			customers,
			buyers,
			mixed: 1,
		}));

describe("Newcombe's interval of a difference", () => {
	// The examples of his paper (Statistics in Medicine 17, 1998), table II, method 10.
	it.each([
		[56, 70, 48, 80, 0.0524, 0.3339],
		[9, 10, 3, 10, 0.1705, 0.809],
		[6, 7, 2, 7, 0.0582, 0.8062],
		[5, 56, 0, 29, -0.0381, 0.1926],
		[10, 10, 0, 20, 0.6791, 1],
	])('is the published one for %i of %i against %i of %i', (a, m, b, n, low, high) => {
		const interval = differenceInterval({ hits: a, n: m }, { hits: b, n }, 0.95);
		expect(interval.low).toBeCloseTo(low, 4);
		expect(interval.high).toBeCloseTo(high, 4);
	});
});

describe('figures of a holdout', () => {
	it.each([
		['more_buyers', [1000, 200], [1000, 100]],
		['fewer_buyers', [1000, 100], [1000, 200]],
		['no_difference_shown', [1000, 101], [1000, 100]],
		['not_enough_data', [29, 20], [31, 0]],
		['not_enough_data', [12, 12], [0, 0]],
		['mismatch', [1000, 200], [1200, 100]],
	] as const)('conclude %s', (verdict, offered, heldOut) => {
		expect(EFFECT_VERDICTS).toContain(verdict);
		expect(holdoutFigures(counts(offered, heldOut), options)).toMatchObject([{ verdict }]);
	});

	it('tell customers, those to be expected and buyers of each arm, over all shares that it had', () => {
		const all = [...counts([950, 95], [50, 4], 5), ...counts([160, 16], [40, 6], 20)];
		const [figures] = holdoutFigures(all, options);
		expect(figures).toMatchObject({
			holdout: 'offers',
			offered: { customers: 1110, expected: 1110, buyers: 111 },
			heldOut: { customers: 90, expected: 90, buyers: 10 },
			mixed: 4,
			sampleRatio: { verdict: 'as_drawn', pValue: 1 },
		});
		expect(figures?.difference?.value).toBeCloseTo(111 / 1110 - 10 / 90, 12);
	});

	it('hide what fewer than ten customers did', () => {
		expect(holdoutFigures(counts([190, 50], [9, 1], 5), options)).toMatchObject([
			{ heldOut: { customers: 9, buyers: null }, offered: { buyers: 50 }, difference: null },
		]);
		expect(holdoutFigures(counts([190, 50], [10, 1], 5), options)).toMatchObject([
			{ heldOut: { customers: 10, buyers: 1 } },
		]);
	});

	it('come for each holdout, by name', () => {
		const all = [
			...counts([10, 1], [10, 1], 50, 'spring'),
			...counts([10, 1], [10, 1], 50, 'offers'),
		];
		expect(holdoutFigures(all, options).map(({ holdout }) => holdout)).toEqual([
			'offers',
			'spring',
		]);
		expect(holdoutFigures([], options)).toEqual([]);
	});
});
