import { experienceOf } from '../../journey/experience';

describe('experienceOf', () => {
	it.each([
		['nps', 9, undefined, 90],
		['csat', 1, undefined, 0],
		['csat', 4, undefined, 75],
		['ces', 3, undefined, 33.33],
		['rating', 4.5, [0, 5], 90],
		['sentiment', 0, undefined, 50],
		['csat', 1, [5, 1], 100],
	] as const)('scores a %s answer of %p on scale %p as %p', (metric, raw, scale, score) => {
		expect(experienceOf(metric, raw, scale)).toMatchObject({ metric, raw, score });
	});

	it.each([
		['nps', 11, undefined],
		['csat', 0, undefined],
		['rating', Number.NaN, undefined],
		['rating', 3, [3, 3]],
	] as const)('gives no score for a %s answer of %p on scale %p', (metric, raw, scale) => {
		expect(experienceOf(metric, raw, scale)).toBeNull();
	});
});
