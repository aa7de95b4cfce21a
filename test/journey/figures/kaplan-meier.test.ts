import fc from 'fast-check';
import { kaplanMeier, type DurationObservation } from '../../../journey/figures/kaplan-meier';
import vectors from './fixtures/kaplan-meier.json';

/** Weeks in remission in the trial of Freireich et al. (Blood 21, 1963): the treated group and the control group. */
const relapsed = (...weeks: number[]): DurationObservation[] =>
	weeks.map((durationMs) => ({ durationMs, ended: true }));
const inRemission = (...weeks: number[]): DurationObservation[] =>
	weeks.map((durationMs) => ({ durationMs, ended: false }));
const treated = [
	...inRemission(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
	...relapsed(6, 6, 6, 7, 10, 13, 16, 22, 23),
];
const control = relapsed(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23);

describe('the trial of Freireich', () => {
	test('gives the published curve of the treated group', () => {
		const curve = kaplanMeier(treated);
		expect([curve.n, curve.ended]).toEqual([21, 9]);
		const published = { 6: 0.857, 7: 0.807, 10: 0.753, 13: 0.69, 16: 0.627, 22: 0.538, 23: 0.448 };
		for (const [week, survival] of Object.entries(published))
			expect(curve.survivalAt(Number(week))).toBeCloseTo(survival, 3);
		expect(curve.survivalAt(5.9)).toBe(1);
		expect(curve.survivalAt(12)).toBe(curve.survivalAt(10));
		expect(curve.survivalAt(100)).toBe(curve.survivalAt(23));
	});

	test('gives the published medians with their intervals', () => {
		expect(kaplanMeier(treated).quantile(0.5)).toBe(23);
		expect(kaplanMeier(treated).quantileInterval(0.5, 0.95)).toEqual({ lowMs: 13, highMs: null });
		expect(kaplanMeier(control).quantile(0.5)).toBe(8);
		expect(kaplanMeier(control).quantileInterval(0.5, 0.95)).toEqual({ lowMs: 4, highMs: 11 });
	});
});

/**
 * Made with statsmodels 0.15 (SurvfuncRight, quantile_ci by the log(−log) method) from random durations, the longest
 * of which is censored: where a curve falls to zero its interval there is undefined, and programs differ.
 */
test.each(vectors as [string, Input, Expected][])(
	'agrees with statsmodels on %s',
	(_name, { durations, ended }, { survival, quantiles }) => {
		const curve = kaplanMeier(
			durations.map((durationMs, index) => ({ durationMs, ended: ended[index] === 1 })),
		);
		for (const [at, share] of survival) expect(curve.survivalAt(at)).toBeCloseTo(share, 9);
		expect(
			quantiles.map(([share]) => {
				const { lowMs, highMs } = curve.quantileInterval(share, 0.95);
				return [share, curve.quantile(share), lowMs, highMs];
			}),
		).toEqual(quantiles);
	},
);

interface Input {
	readonly durations: readonly number[];
	readonly ended: readonly number[];
}

interface Expected {
	readonly survival: readonly (readonly [number, number])[];
	readonly quantiles: readonly (readonly [number, number | null, number | null, number | null])[];
}

const observation = fc.record({
	durationMs: fc.integer({ min: 0, max: 50 }),
	ended: fc.boolean(),
	count: fc.integer({ min: 1, max: 4 }),
});

test('counts an observation as often as it says', () => {
	fc.assert(
		fc.property(fc.array(observation), (observations) => {
			const single = observations.flatMap(({ count, ...one }) =>
				Array.from({ length: count }, () => one),
			);
			const [a, b] = [kaplanMeier(observations), kaplanMeier(single.reverse())];
			expect([a.n, a.ended, a.quantile(0.5)]).toEqual([b.n, b.ended, b.quantile(0.5)]);
			expect(a.quantileInterval(0.5, 0.95)).toEqual(b.quantileInterval(0.5, 0.95));
			for (const at of [0, 10, 25, 50]) expect(a.survivalAt(at)).toBe(b.survivalAt(at));
		}),
	);
});

test('is the plain share where nobody is censored, and its quantile the order statistic', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1 }), (durations) => {
			const curve = kaplanMeier(relapsed(...durations));
			for (const at of [0, 20, 50, 99]) {
				const longer = durations.filter((duration) => duration > at).length;
				expect(curve.survivalAt(at)).toBeCloseTo(longer / durations.length, 9);
			}
			const sorted = durations.toSorted((a, b) => a - b);
			expect(curve.quantile(0.5)).toBe(sorted[Math.ceil(sorted.length / 2) - 1]);
		}),
	);
});

test('knows no upper end where the curve falls to zero before its limit does', () => {
	expect(kaplanMeier(relapsed(1, 2, 3)).quantileInterval(0.5, 0.95)).toEqual({
		lowMs: 1,
		highMs: null,
	});
});

test('knows no median where nobody has left, or nobody was seen', () => {
	for (const nobodyLeft of [[], inRemission(3, 4, 5)]) {
		const curve = kaplanMeier(nobodyLeft);
		expect([curve.survivalAt(10), curve.quantile(0.5)]).toEqual([1, null]);
		expect(curve.quantileInterval(0.5, 0.95)).toEqual({ lowMs: null, highMs: null });
	}
});
