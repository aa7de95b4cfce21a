import fc from 'fast-check';
import { addTo, medianOf, mergeHistograms, momentsOf } from '../../../journey/gaps/histogram';

const values = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 80 });

function histogramOf(list: readonly number[]): Map<number, number> {
	const histogram = new Map<number, number>();
	for (const value of list) addTo(histogram, value, 1);
	return histogram;
}

describe('a histogram of scores', () => {
	it('gives number, mean and sample standard deviation in points', () => {
		const moments = momentsOf(
			histogramOf([5000, 5000, 7500, 7500, 7500, 10_000, 10_000, 2500, 5000, 7500]),
		);
		expect(moments.n).toBe(10);
		expect(moments.mean).toBe(67.5);
		expect(moments.sd).toBeCloseTo(23.717_082_451_262_844, 12);
	});

	it('gives the middle answer, or halfway between the middle two', () => {
		expect(medianOf(histogramOf([100, 9000, 500]))).toBe(5);
		expect(medianOf(histogramOf([100, 9000, 500, 700]))).toBe(6);
		expect(medianOf(histogramOf([100]))).toBe(1);
	});

	it('stays exact where floating sums would not', () => {
		const { mean, sd } = momentsOf(
			new Map([
				[9999, 30_000_000],
				[10_000, 30_000_000],
			]),
		);
		expect(mean).toBe(99.995);
		expect(sd).toBeCloseTo(0.005, 9);
	});

	it('says the same of merged histograms as of all answers together', () => {
		fc.assert(
			fc.property(values, values, (a, b) => {
				const merged = mergeHistograms([histogramOf(a), histogramOf(b)]);
				const together = histogramOf([...b, ...a]);
				expect(momentsOf(merged)).toEqual(momentsOf(together));
				expect(medianOf(merged)).toBe(medianOf(together));
			}),
		);
	});

	it('has its median where at least half of the answers lie on each side', () => {
		fc.assert(
			fc.property(values, (list) => {
				const median = medianOf(histogramOf(list));
				expect(list.filter((value) => value / 100 <= median).length * 2).toBeGreaterThanOrEqual(
					list.length,
				);
				expect(list.filter((value) => value / 100 >= median).length * 2).toBeGreaterThanOrEqual(
					list.length,
				);
			}),
		);
	});
});
