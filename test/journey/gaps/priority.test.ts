import fc from 'fast-check';
import { analyzeGaps } from '../../../journey/gaps/analyze-gaps';
import type { GapPlan } from '../../../journey/gaps/gap-options';
import { answers, anyCounts, definition } from './experience-data';

const below = { 40: 20, 50: 60, 60: 20 };
const on = { 70: 50, 90: 50 };

describe('ranking gaps', () => {
	it('multiplies gap, reach and importance, divides by effort, and shows each factor', () => {
		const { gaps } = analyzeGaps(
			[...answers({}, below), ...answers({ stage: 'consideration' }, { 50: 50, 70: 250 })],
			definition,
			{ plans: [{ stage: 'purchase', importance: 3, effort: 2, lever: 'people' }] },
		);
		expect(gaps).toHaveLength(1);
		expect(gaps[0]).toMatchObject({
			rank: 1,
			cell: { level: 'touchpoint', stage: 'purchase' },
			gap: 30,
			reach: 0.25,
			importance: 3,
			effort: 2,
			priority: 11.25,
			lever: 'people',
		});
	});

	it('takes importance and effort as 1 and names no lever where nobody said anything', () => {
		const [gap] = analyzeGaps(answers({}, below), definition).gaps;
		expect(gap).toMatchObject({ importance: 1, effort: 1, lever: null, priority: 30, reach: 1 });
	});

	it('lets the plan that names the place most closely win, point by point', () => {
		const counts = [...answers({ segment: 'loyal' }, below), ...answers({ segment: 'new' }, below)];
		const plans: GapPlan[] = [
			{ segment: 'loyal', type: 'order_completed', importance: 5 },
			{ importance: 2, effort: 4, lever: 'process' },
			{ stage: 'purchase', lever: 'technology' },
			{ stage: 'elsewhere', effort: 9 },
		];
		const { gaps } = analyzeGaps(counts, definition, { plans });
		const of = (segment: string) => gaps.find(({ cell }) => cell.segment === segment);
		expect(of('loyal')).toMatchObject({ importance: 5, effort: 4, lever: 'technology', rank: 1 });
		expect(of('new')).toMatchObject({ importance: 2, effort: 4, lever: 'technology', rank: 2 });
	});

	it('lets the later of two equally close plans win', () => {
		const plans = [
			{ stage: 'purchase', effort: 2 },
			{ stage: 'purchase', effort: 8 },
		];
		expect(analyzeGaps(answers({}, below), definition, { plans }).gaps[0]!.effort).toBe(8);
	});

	it('does not list a wider cell that its listed parts explain', () => {
		const { gaps } = analyzeGaps(
			[
				...answers({ type: 'order_completed' }, below),
				...answers({ type: 'checkout_started' }, on),
			],
			definition,
		);
		expect(gaps.map(({ cell }) => [cell.level, cell.type])).toEqual([
			['touchpoint', 'order_completed'],
		]);
	});

	it('lists a wider cell whose gap no part can show', () => {
		const parts = Array.from({ length: 10 }, (_, index) =>
			answers({ type: `type_${index}` }, { 40: 6, 60: 6 }),
		);
		const { gaps } = analyzeGaps(parts.flat(), definition);
		expect(gaps.map(({ cell }) => cell.level)).toEqual(['segment']);
	});

	it('lists a stage beside a part that explains little of it', () => {
		const small = Array.from({ length: 20 }, (_, index) =>
			answers({ segment: `segment ${index}` }, { 40: 6, 60: 6 }),
		);
		const { gaps } = analyzeGaps([...small.flat(), ...answers({}, { 40: 15, 60: 15 })], definition);
		expect(gaps.map(({ cell }) => [cell.level, cell.segment])).toEqual([
			['stage', null],
			['touchpoint', 'loyal'],
		]);
	});

	it('ranks only what is below, once, in falling priority, for any answers', () => {
		fc.assert(
			fc.property(anyCounts, (counts) => {
				const { gaps, cells } = analyzeGaps(counts, definition);
				gaps.forEach((gap, index) => {
					expect(gap.rank).toBe(index + 1);
					expect(gap.cell.verdict).toBe('below');
					expect(cells).toContain(gap.cell);
					expect(gap.priority).toBeGreaterThan(0);
					expect(gap.priority).toBeLessThanOrEqual(gaps[index - 1]?.priority ?? Infinity);
				});
				expect(new Set(gaps.map(({ cell }) => cell)).size).toBe(gaps.length);
				expect(gaps.length > 0).toBe(cells.some(({ verdict }) => verdict === 'below'));
			}),
			{ numRuns: 200 },
		);
	});
});
