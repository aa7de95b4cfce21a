import { analyzeGaps } from '../../../journey/gaps/analyze-gaps';
import { definition } from './experience-data';

const journeys = [
	{ segment: 'loyal', peakScore: 100, endScore: 75, count: 20 },
	{ segment: 'loyal', peakScore: 0, endScore: 75, count: 20 },
	{ segment: 'business', peakScore: 33.33, endScore: 66.66, count: 9 },
];

describe('the remembered experience', () => {
	it('is left out where no peak and end scores are given', () => {
		expect(analyzeGaps([], definition).remembered).toBeNull();
	});

	it('is the mean of peak and end over journeys, for all and for each segment', () => {
		const [all, , loyal] = analyzeGaps([], definition, {}, journeys).remembered!;
		expect(loyal).toMatchObject({ segment: 'loyal', figures: { n: 40, mean: 62.5 } });
		expect(loyal!.figures!.interval!.low).toBeGreaterThan(50);
		expect(all!.segment).toBeNull();
		expect(all!.figures).toMatchObject({ n: 49, mean: (40 * 62.5 + 9 * 49.995) / 49 });
	});

	it('hides segments with fewer than ten journeys', () => {
		const remembered = analyzeGaps([], definition, {}, journeys).remembered!;
		expect(remembered[1]).toEqual({ segment: 'business', figures: null });
		expect(
			analyzeGaps([], definition, { hideBelow: 9 }, journeys).remembered![1]!.figures,
		).toMatchObject({
			n: 9,
			mean: 49.995,
		});
	});

	it('says nothing of no journeys', () => {
		expect(analyzeGaps([], definition, { hideBelow: 0 }, []).remembered).toEqual([
			{ segment: null, figures: null },
		]);
	});
});
