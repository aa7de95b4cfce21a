import fc from 'fast-check';
import { adjustPValues } from '../../../journey/gaps/false-discovery';

describe('the Benjamini–Hochberg correction', () => {
	it('gives the values of a reference implementation', () => {
		const given = [
			0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269,
			0.275, 0.34, 0.341, 0.384, 0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986,
		];
		const expected = [
			0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.264286, 0.491071, 0.491071, 0.491071, 0.491071,
			0.491071, 0.491071, 0.491071, 0.532813, 0.532813, 0.564706, 0.781579, 0.781579, 0.87,
			0.907143, 0.986, 0.986, 0.986, 0.986,
		];
		adjustPValues(given).forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 6));
	});

	it('leaves a single test as it is', () => {
		expect(adjustPValues([0.03])).toEqual([0.03]);
		expect(adjustPValues([])).toEqual([]);
	});

	it('never lowers a p-value, keeps their order, and does not care in which order they come', () => {
		const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
			minLength: 1,
			maxLength: 40,
		});
		fc.assert(
			fc.property(pValues, (given) => {
				const adjusted = adjustPValues(given);
				const backwards = adjustPValues(given.toReversed()).toReversed();
				given.forEach((p, i) => {
					expect(adjusted[i]!).toBeGreaterThanOrEqual(p);
					expect(adjusted[i]!).toBeLessThanOrEqual(1);
					expect(adjusted[i]).toBe(backwards[i]);
					given.forEach((other, j) => {
						if (p < other) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!);
					});
				});
			}),
		);
	});
});
