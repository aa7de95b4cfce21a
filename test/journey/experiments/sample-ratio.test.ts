import { HELD_OUT } from '../../../journey/experiments/experiment';
import { holdoutOf, OFFERED } from '../../../journey/experiments/holdout';
import { checkSampleRatio, type ArmTally } from '../../../journey/experiments/sample-ratio';

const tally = (percent: number, heldOut: number, offered: number): ArmTally => ({
	arms: holdoutOf('offers', percent).arms,
	customers: { [HELD_OUT]: heldOut, [OFFERED]: offered },
});

/** Arms of the same weight. */
const evenly = (...counts: number[]): ArmTally => ({
	arms: counts.map((_, n) => ({ name: `${n}`, weight: 3 })),
	customers: Object.fromEntries(counts.map((count, n) => [`${n}`, count])),
});

describe('the check of the sample ratio', () => {
	// Chances of the chi-square distribution by its closed forms: erfc(sqrt(x / 2)) for one degree of freedom, exp(-x / 2) for two.
	it.each([
		['as drawn', evenly(500, 500), 1],
		['one degree of freedom, 4', evenly(450, 550), 0.001_565_402_258],
		['one degree of freedom, 1', evenly(5050, 4950), 0.317_310_507_863],
		['two degrees of freedom, 6', evenly(130, 100, 70), Math.exp(-9)],
		['two degrees of freedom, 2', evenly(110, 100, 90), Math.exp(-1)],
	])('gives the chance of such arms: %s', (_name, arms, pValue) => {
		expect(checkSampleRatio([arms]).pValue).toBeCloseTo(pValue, 9);
	});

	it('raises the alarm below a chance of one in a thousand', () => {
		// 500 are to be expected; chi-square is the square of what is too many over 475, and 10.828 is the thousandth.
		expect(checkSampleRatio([tally(5, 571, 9429)])).toMatchObject({ verdict: 'as_drawn' });
		expect(checkSampleRatio([tally(5, 572, 9428)])).toMatchObject({ verdict: 'mismatch' });
		expect(checkSampleRatio([tally(5, 428, 9572)])).toMatchObject({ verdict: 'mismatch' });
		expect(checkSampleRatio([tally(5, 0, 1000)])).toMatchObject({ verdict: 'mismatch' });
	});

	it('says nothing before eight customers are to be expected in each arm', () => {
		const nothing = { verdict: 'not_enough_data', pValue: null };
		expect(checkSampleRatio([])).toEqual(nothing);
		expect(checkSampleRatio([tally(5, 0, 159)])).toEqual(nothing);
		expect(checkSampleRatio([tally(5, 0, 160)]).pValue).not.toBeNull();
		expect(checkSampleRatio([tally(0, 0, 9000)])).toEqual(nothing);
	});

	it('holds customers against the share at the time of their draw', () => {
		const before = tally(5, 50, 950);
		const after = tally(20, 200, 800);
		expect(checkSampleRatio([before, after])).toEqual({ verdict: 'as_drawn', pValue: 1 });
		// Two deviations that each could be chance are not, together.
		const odd = [tally(5, 70, 930), tally(20, 240, 760)];
		expect(odd.map((one) => checkSampleRatio([one]).verdict)).toEqual(['as_drawn', 'as_drawn']);
		expect(checkSampleRatio(odd).verdict).toBe('mismatch');
		expect(checkSampleRatio([...odd, tally(50, 3, 1)])).toEqual(checkSampleRatio(odd));
	});
});
