import fc from 'fast-check';
import { bucketOf } from '../../../journey/experiments/bucket';
import {
	drawArm,
	EXPERIMENT_NAME,
	HELD_OUT,
	standingArm,
	type Draw,
	type Experiment,
} from '../../../journey/experiments/experiment';
import { holdoutOf, OFFERED } from '../../../journey/experiments/holdout';
import { checkSampleRatio } from '../../../journey/experiments/sample-ratio';

const customers = Array.from({ length: 20_000 }, (_, n) => `customer-${n}`);

const thirds: Experiment = {
	name: 'thirds',
	arms: [
		{ name: 'a', weight: 1 },
		{ name: 'none', weight: 0 },
		{ name: 'b', weight: 1 },
		{ name: 'c', weight: 1 },
	],
};

/** How many of the customers are in each arm. */
function drawAll(experiment: Experiment): Record<string, number> {
	const tally: Record<string, number> = {};
	for (const customer of customers) {
		const arm = drawArm(experiment, customer);
		tally[arm] = (tally[arm] ?? 0) + 1;
	}
	return tally;
}

describe('drawing an arm', () => {
	it.each([thirds, holdoutOf('offers', 5), holdoutOf('spring', 0.5)])(
		'spreads customers as the weights say: $name',
		(experiment) => {
			const drawn = drawAll(experiment);
			expect(checkSampleRatio([{ arms: experiment.arms, customers: drawn }])).toMatchObject({
				verdict: 'as_drawn',
			});
			expect(drawn.none).toBeUndefined();
		},
	);

	it('gives a customer the same arm whenever it is asked', () => {
		fc.assert(
			fc.property(fc.string(), fc.double({ min: 0, max: 100, noNaN: true }), (id, percent) => {
				const holdout = holdoutOf('offers', percent);
				expect(drawArm(structuredClone(holdout), id)).toBe(drawArm(holdout, id));
			}),
		);
	});

	it('holds out the buckets under the share, to a hundredth of a per cent', () => {
		const bucket = bucketOf('offers', 'customer-1');
		expect(bucket).toBe(8763);
		expect(drawArm(holdoutOf('offers', 87.63), 'customer-1')).toBe(OFFERED);
		expect(drawArm(holdoutOf('offers', 87.64), 'customer-1')).toBe(HELD_OUT);
	});

	it('holds out nobody at 0 and everybody at 100', () => {
		expect(drawAll(holdoutOf('offers', 0))).toEqual({ [OFFERED]: customers.length });
		expect(drawAll(holdoutOf('offers', 100))).toEqual({ [HELD_OUT]: customers.length });
	});

	it('draws independently in experiments of other names', () => {
		const [one, other] = [holdoutOf('one', 50), holdoutOf('other', 50)];
		const same = customers.filter((id) => drawArm(one, id) === drawArm(other, id)).length;
		const arms = [
			{ name: 'same', weight: 1 },
			{ name: 'different', weight: 1 },
		];
		const tally = { same, different: customers.length - same };
		expect(checkSampleRatio([{ arms, customers: tally }])).toMatchObject({ verdict: 'as_drawn' });
	});

	it('refuses an experiment in which no arm has a weight', () => {
		const empty = { name: 'empty', arms: [{ name: 'a', weight: 0 }] };
		expect(() => drawArm(empty, 'customer-1')).toThrow("'empty' has no arm with a weight");
	});
});

describe('the arm that stands', () => {
	const draw = (drawnFor: string, arm: string, drawnAt: number): Draw => ({
		drawnFor,
		arm,
		drawnAt,
	});

	it.each([
		['nothing drawn', [], null],
		['the only draw', [draw('x', 'a', 5)], 'a'],
		['the earlier draw', [draw('x', 'a', 5), draw('y', 'b', 4)], 'b'],
		['the lesser id of two at once', [draw('y', 'b', 5), draw('x', 'a', 5)], 'a'],
		['a holdout that was drawn first', [draw('x', HELD_OUT, 4), draw('y', 'b', 5)], HELD_OUT],
		['a holdout that was drawn later', [draw('x', 'a', 4), draw('y', HELD_OUT, 5)], HELD_OUT],
	])('is %s', (_name, draws, arm) => {
		expect(standingArm(draws)).toBe(arm);
	});

	it('does not depend on the order of the draws', () => {
		const draws = fc.uniqueArray(
			fc.record({
				drawnFor: fc.string(),
				arm: fc.constantFrom('a', 'b', 'c', HELD_OUT),
				drawnAt: fc.integer({ min: 0, max: 3 }),
			}),
			{ selector: ({ drawnFor }) => drawnFor, minLength: 1 },
		);
		const shuffled = draws.chain((all) =>
			fc.tuple(
				fc.constant(all),
				fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
			),
		);
		fc.assert(
			fc.property(shuffled, ([all, other]) => {
				expect(standingArm(other)).toBe(standingArm(all));
			}),
		);
	});
});

it.each([
	['spring-offers_2', true],
	['7', true],
	['', false],
	['Spring', false],
	['-spring', false],
	['spring offers', false],
	['s'.repeat(65), false],
])('%j as the name of an experiment: %s', (name, isOne) => {
	expect(EXPERIMENT_NAME.test(name)).toBe(isOne);
});
