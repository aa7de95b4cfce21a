import { analyzeGaps } from '../../../journey/gaps/analyze-gaps';
import { definition } from './experience-data';

const journeys = [
	{ segment: 'loyal', peakScore: 100, endScore: 75, count: 20 },
	{ segment: 'loyal', peakScore: 0, endScore: 75, count: 20 },
	{ segment: 'new', peakScore: 50, endScore: 50, count: 11 },
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
		expect(all!.figures).toMatchObject({ n: 60, mean: (40 * 62.5 + 11 * 50 + 9 * 49.995) / 60 });
	});

	it('hides segments with fewer than ten journeys, and one from which they could be told', () => {
		const remembered = analyzeGaps([], definition, {}, journeys).remembered!;
		expect(remembered.map(({ segment, hidden }) => [segment, hidden])).toEqual([
			[null, false],
			['business', true],
			['loyal', false],
			['new', true],
		]);
		expect(remembered[1]).toEqual({ segment: 'business', hidden: true, figures: null });
		expect(
			analyzeGaps([], definition, { hideBelow: 9 }, journeys).remembered![1]!.figures,
		).toMatchObject({
			n: 9,
			mean: 49.995,
		});
	});

	it('says nothing of no journeys', () => {
		expect(analyzeGaps([], definition, { hideBelow: 0 }, []).remembered).toEqual([
			{ segment: null, hidden: false, figures: null },
		]);
	});
});
