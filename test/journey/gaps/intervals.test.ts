import fc from 'fast-check';
import { csatOfScores, wilsonInterval } from '../../../journey/gaps/csat';
import { meanInterval, meanPValue } from '../../../journey/gaps/mean-interval';
import { npsOf, npsOfScores } from '../../../journey/gaps/nps';

describe('NPS with its adjusted-Wald interval', () => {
	it.each([
		[12, 5, 3, 45, 8.4, 69.8],
		[20, 0, 0, 100, 69.7, 100],
		[400, 300, 300, 10, 4.8, 15.1],
	])(
		'gives the published values for %i promoters, %i passives, %i detractors',
		(p, n, d, nps, low, high) => {
			const figures = npsOf(p, n, d, 0.95);
			expect(figures.nps).toBeCloseTo(nps, 10);
			expect(figures.interval.low).toBeCloseTo(low, 1);
			expect(figures.interval.high).toBeCloseTo(high, 1);
		},
	);

	it('counts 9 and 10 of 10 as promoters and 0 to 6 as detractors', () => {
		const eachAnswerOnce = new Map(Array.from({ length: 11 }, (_, answer) => [answer * 1000, 1]));
		expect(npsOfScores(eachAnswerOnce, 0.95)).toMatchObject({
			promoters: 2,
			passives: 2,
			detractors: 7,
		});
	});
});

describe('CSAT with its Wilson interval', () => {
	it.each([
		[9, 10, 0.595_849_973, 0.982_123_787],
		[0, 10, 0, 0.277_532_8],
		[10, 10, 0.722_467_2, 1],
		[81, 263, 0.255_288_52, 0.366_209_577],
	])('gives the values of a reference implementation for %i of %i', (hits, n, low, high) => {
		const interval = wilsonInterval(hits, n, 0.95);
		expect(interval.low).toBeCloseTo(low, 8);
		expect(interval.high).toBeCloseTo(high, 8);
	});

	it('counts the top two boxes of five and of seven as satisfied', () => {
		const fivePoints = new Map([0, 2500, 5000, 7500, 10_000].map((score) => [score, 1]));
		const sevenPoints = new Map(
			[0, 1667, 3333, 5000, 6667, 8333, 10_000].map((score) => [score, 1]),
		);
		expect(csatOfScores(fivePoints, 0.95)).toMatchObject({ satisfied: 2, csat: 0.4 });
		expect(csatOfScores(sevenPoints, 0.95)).toMatchObject({ satisfied: 2, csat: 2 / 7 });
	});
});

describe('the interval of a mean', () => {
	const moments = { n: 10, mean: 67.5, sd: 23.717_082_451_262_844 };

	it('is the Student t interval of a reference implementation', () => {
		const interval = meanInterval(moments, 0.95);
		expect(interval.low).toBeCloseTo(50.533_821_279, 6);
		expect(interval.high).toBeCloseTo(84.466_178_721, 6);
		expect(meanPValue(moments, 80)).toBeCloseTo(0.129_930_868_2, 8);
		expect(meanPValue(moments, 60)).toBeCloseTo(0.343_436_396_1, 8);
	});

	it('widens with the confidence', () => {
		const interval = meanInterval({ n: 40, mean: 67.5, sd: 31.111_874_227_515_095 }, 0.99);
		expect(interval.low).toBeCloseTo(54.179_181_365, 6);
		expect(interval.high).toBeCloseTo(80.820_818_637, 6);
	});

	it('never leaves the scale', () => {
		expect(meanInterval({ n: 2, mean: 98, sd: 3 }, 0.95)).toEqual({
			low: expect.any(Number),
			high: 100,
		});
		expect(meanInterval({ n: 2, mean: 1, sd: 1 }, 0.95).low).toBe(0);
	});

	it('has no width where everybody gave the same answer', () => {
		const same = { n: 40, mean: 75, sd: 0 };
		expect(meanInterval(same, 0.95)).toEqual({ low: 75, high: 75 });
		expect(meanPValue(same, 75)).toBe(1);
		expect(meanPValue(same, 76)).toBe(0);
	});

	it('excludes the target exactly when the test finds a difference', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 2, max: 500 }),
				fc.double({ min: 20, max: 80, noNaN: true }),
				fc.double({ min: 0.5, max: 40, noNaN: true }),
				fc.integer({ min: 1, max: 99 }),
				(n, mean, sd, target) => {
					const { low, high } = meanInterval({ n, mean, sd }, 0.95);
					const p = meanPValue({ n, mean, sd }, target);
					fc.pre(Math.abs(p - 0.05) > 1e-6);
					expect(p < 0.05).toBe(target < low || target > high);
				},
			),
		);
	});
});
