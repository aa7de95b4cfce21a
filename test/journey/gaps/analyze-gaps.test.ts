import fc from 'fast-check';
import { analyzeGaps } from '../../../journey/gaps/analyze-gaps';
import type { ExperienceCount } from '../../../journey/gaps/experience-count';
import type { GapCell } from '../../../journey/gaps/gap-analysis';
import { answers, anyCounts, definition } from './experience-data';

function find(cells: readonly GapCell[], place: Partial<GapCell>): GapCell {
	const found = cells.filter((cell) =>
		Object.entries(place).every(([part, value]) => cell[part as keyof GapCell] === value),
	);
	expect(found).toHaveLength(1);
	return found[0]!;
}

const clearlyBelow = { 25: 20, 50: 60, 75: 20 };
const clearlyAbove = { 75: 20, 100: 80 };

describe('analyzing gaps', () => {
	it('calls a cell below, on or above its target by its interval, and says with which figures', () => {
		const { cells } = analyzeGaps(
			[
				...answers({ segment: 'loyal' }, clearlyBelow),
				...answers({ segment: 'new' }, { 75: 60, 100: 16 }),
				...answers({ segment: 'business' }, clearlyAbove),
			],
			definition,
		);
		const below = find(cells, { level: 'segment', segment: 'loyal' });
		expect(below).toMatchObject({
			verdict: 'below',
			target: 80,
			gap: 30,
			figures: { n: 100, mean: 50, median: 50 },
			why: { code: 'below_target', params: { n: 100, mean: 50, target: 80, gap: 30 } },
		});
		expect(below.figures!.interval!.high).toBeLessThan(80);
		expect(find(cells, { level: 'segment', segment: 'new' })).toMatchObject({
			verdict: 'on',
			why: { code: 'target_in_interval' },
		});
		expect(find(cells, { level: 'segment', segment: 'business' })).toMatchObject({
			verdict: 'above',
			gap: -15,
			why: { code: 'above_target' },
		});
	});

	it('rolls touchpoints up to segments and segments up to stages', () => {
		const { cells } = analyzeGaps(
			[
				...answers({ segment: 'loyal', type: 'order_completed' }, { 50: 30 }),
				...answers({ segment: 'loyal', type: 'checkout_started' }, { 100: 30 }),
				...answers({ segment: 'new', type: 'order_completed' }, { 0: 60 }),
			],
			definition,
		);
		expect(cells.map(({ level }) => level)).toEqual([
			'stage',
			...Array<string>(2).fill('segment'),
			...Array<string>(3).fill('touchpoint'),
		]);
		expect(find(cells, { level: 'segment', segment: 'loyal' }).figures).toMatchObject({
			n: 60,
			mean: 75,
		});
		expect(find(cells, { level: 'stage' })).toMatchObject({
			segment: null,
			type: null,
			figures: { n: 120, mean: 37.5 },
		});
	});

	it('adds up the channels of a touchpoint type', () => {
		const { cells } = analyzeGaps(
			[...answers({ channel: 'web' }, { 50: 20 }), ...answers({ channel: 'store' }, { 100: 20 })],
			definition,
		);
		expect(find(cells, { level: 'touchpoint' }).figures).toMatchObject({ n: 40, mean: 75 });
	});

	it('keeps metrics apart, and gives NPS and CSAT only on their own', () => {
		const { cells } = analyzeGaps(
			[
				...answers({ metric: 'nps' }, { 60: 20, 80: 10, 100: 30 }),
				...answers({ metric: 'csat' }, { 50: 30, 75: 10 }),
				...answers({ metric: 'rating' }, { 75: 40 }),
			],
			definition,
		);
		const stages = cells.filter(({ level }) => level === 'stage');
		expect(stages.map(({ metric, figures }) => [metric, figures!.n])).toEqual([
			['csat', 40],
			['nps', 60],
			['rating', 40],
		]);
		const [csat, nps, rating] = stages.map(({ figures }) => figures!);
		expect(csat).toMatchObject({ nps: null, csat: { satisfied: 10, csat: 0.25 } });
		expect(nps!.csat).toBeNull();
		expect(nps!.nps!.nps).toBeCloseTo((100 * (30 - 20)) / 60, 10);
		expect(rating).toMatchObject({ nps: null, csat: null });
	});

	it('hides cells with fewer than ten answers: no figure of theirs is in the analysis', () => {
		const { cells } = analyzeGaps(answers({}, { 12.34: 9 }), definition);
		for (const cell of cells) {
			expect(cell).toMatchObject({
				verdict: 'hidden',
				figures: null,
				gap: null,
				pValue: null,
				why: { code: 'below_hiding_limit', params: { limit: 10 } },
			});
		}
		expect(JSON.stringify(cells)).not.toMatch(/12\.34|"n":/);
	});

	it('hides the smallest cell beside a hidden one, which would be the sum less what is shown', () => {
		const { cells, answers: all } = analyzeGaps(
			[
				...answers({ segment: 'few' }, { 50: 4 }),
				...answers({ segment: 'some' }, { 50: 10 }),
				...answers({ segment: 'many' }, { 50: 60 }),
			],
			definition,
		);
		const segments = cells.filter(({ level }) => level === 'segment');
		expect(segments.map(({ segment, why }) => [segment, why.code])).toEqual([
			['few', 'below_hiding_limit'],
			['many', 'below_target'],
			['some', 'hidden_with_another'],
		]);
		const types = cells.filter(({ level }) => level === 'touchpoint');
		expect(types.map(({ segment, verdict }) => [segment, verdict])).toEqual([
			['few', 'hidden'],
			['many', 'below'],
			['some', 'hidden'],
		]);
		expect(find(cells, { level: 'stage' }).figures).toMatchObject({ n: 74 });
		expect(all).toBe(74);
	});

	it('counts as answers those of the stages that it shows', () => {
		const { answers: all, gaps } = analyzeGaps(
			[...answers({}, { 50: 40, 60: 20 }), ...answers({ stage: 'consideration' }, { 50: 4 })],
			definition,
		);
		expect(all).toBe(60);
		expect(gaps[0]).toMatchObject({ reach: 1 });
	});

	it('shows a cell from ten answers on', () => {
		const [stage] = analyzeGaps(answers({}, { 50: 10 }), definition).cells;
		expect(stage).toMatchObject({ verdict: 'not_enough_data', figures: { n: 10, mean: 50 } });
	});

	it('gives figures but no verdict between ten answers and the minimum sample', () => {
		const { cells, judged } = analyzeGaps(answers({}, { 0: 29 }), definition);
		expect(judged).toBe(0);
		expect(find(cells, { level: 'stage' })).toMatchObject({
			verdict: 'not_enough_data',
			figures: { n: 29, mean: 0 },
			gap: 80,
			pValue: null,
			why: { code: 'below_minimum_sample', params: { n: 29, needed: 30 } },
		});
		expect(
			find(analyzeGaps(answers({}, { 0: 30 }), definition).cells, { level: 'stage' }).verdict,
		).toBe('below');
		expect(
			find(analyzeGaps(answers({}, { 0: 30 }), definition, { minimumSample: 31 }).cells, {
				level: 'stage',
			}).verdict,
		).toBe('not_enough_data');
	});

	it('says when a stage has no target, is unknown, or has no answers', () => {
		const { cells, stages } = analyzeGaps(
			[...answers({ stage: 'use' }, { 50: 40 }), ...answers({ stage: 'gone' }, { 50: 40 })],
			definition,
		);
		expect(find(cells, { level: 'stage', stage: 'use' })).toMatchObject({
			verdict: 'no_target',
			why: { code: 'no_target', params: { n: 40 } },
			figures: { n: 40 },
		});
		expect(find(cells, { level: 'stage', stage: 'gone' })).toMatchObject({
			verdict: 'no_target',
			why: { code: 'unknown_stage', params: { n: 40 } },
		});
		expect(stages.map(({ name, unanswered }) => [name, unanswered])).toEqual([
			['consideration', true],
			['purchase', true],
			['use', false],
		]);
	});

	it('takes back a finding that does not survive the correction over all judged cells', () => {
		// Alone, 41 answers with a mean of 76.8 are just significantly below 80 (p = 0.04).
		const doubtful = answers({ segment: 'doubtful' }, { 70: 27, 90: 14 });
		const alone = analyzeGaps(doubtful, definition);
		expect(find(alone.cells, { level: 'stage' })).toMatchObject({ verdict: 'below' });

		const onTarget = Array.from({ length: 20 }, (_, index) =>
			answers({ segment: `fine ${index}` }, { 70: 20, 90: 20 }),
		).flat();
		const { cells } = analyzeGaps([...doubtful, ...onTarget], definition);
		const cell = find(cells, { level: 'segment', segment: 'doubtful' });
		expect(cell).toMatchObject({ verdict: 'on', why: { code: 'lost_to_correction' } });
		expect(cell.figures!.interval!.high).toBeLessThan(80);
		expect(cell.pValue!).toBeLessThan(0.05);
		expect(cell.adjustedPValue!).toBeGreaterThan(0.05);
	});

	it('refuses options out of range', () => {
		expect(() => analyzeGaps([], definition, { minimumSample: 1 })).toThrow();
		expect(() => analyzeGaps([], definition, { confidence: 1 })).toThrow();
		expect(() => analyzeGaps([], definition, { plans: [{ effort: 0 }] })).toThrow();
	});

	it('has nothing to say about nothing', () => {
		expect(analyzeGaps([], definition)).toMatchObject({
			answers: 0,
			judged: 0,
			cells: [],
			gaps: [],
			remembered: null,
		});
	});
});

describe('whatever the answers are', () => {
	it('gives the same analysis in any order', () => {
		const shuffled = anyCounts.chain((counts) =>
			fc.tuple(fc.constant(counts), fc.shuffledSubarray(counts, { minLength: counts.length })),
		);
		fc.assert(
			fc.property(shuffled, ([counts, other]) => {
				expect(analyzeGaps(other, definition)).toEqual(analyzeGaps(counts, definition));
			}),
		);
	});

	it('gives the same analysis when counts come split or added up', () => {
		fc.assert(
			fc.property(anyCounts, (counts) => {
				const split: ExperienceCount[] = counts.flatMap((entry) =>
					entry.count === 1
						? [entry]
						: [
								{ ...entry, count: 1 },
								{ ...entry, count: entry.count - 1 },
							],
				);
				expect(analyzeGaps(split, definition)).toEqual(analyzeGaps(counts, definition));
			}),
		);
	});

	it('never says below at or above the target, never above at or below it, and judges with enough answers only', () => {
		fc.assert(
			fc.property(anyCounts, (counts) => {
				for (const { verdict, figures, target, why, pValue, adjustedPValue } of analyzeGaps(
					counts,
					definition,
				).cells) {
					if (verdict === 'below') expect(figures!.mean).toBeLessThan(target!);
					if (verdict === 'above') expect(figures!.mean).toBeGreaterThan(target!);
					if (verdict === 'below' || verdict === 'above') {
						const { low, high } = figures!.interval!;
						expect(target! < low || target! > high).toBe(true);
					}
					const judged = verdict === 'below' || verdict === 'on' || verdict === 'above';
					expect(pValue !== null).toBe(judged);
					if (judged) {
						expect(figures!.n).toBeGreaterThanOrEqual(30);
						expect(adjustedPValue!).toBeGreaterThanOrEqual(pValue!);
					}
					if (figures) expect(figures.n).toBeGreaterThanOrEqual(10);
					else expect(verdict).toBe('hidden');
					expect(why.code).toBeTruthy();
				}
			}),
			{ numRuns: 200 },
		);
	});

	it('shows no sum from which less than ten answers could be taken out', () => {
		fc.assert(
			fc.property(anyCounts, (counts) => {
				const { cells } = analyzeGaps(counts, definition);
				const shown = (cell: GapCell | undefined): number => cell?.figures?.n ?? 0;
				for (const wide of cells.filter(({ level }) => level !== 'touchpoint')) {
					const parts = cells.filter(
						(cell) =>
							cell.stage === wide.stage &&
							cell.metric === wide.metric &&
							(wide.level === 'stage'
								? cell.level === 'segment'
								: cell.level === 'touchpoint' && cell.segment === wide.segment),
					);
					const hidden = parts.filter(({ verdict }) => verdict === 'hidden').length;
					const rest = shown(wide) - parts.reduce((sum, part) => sum + shown(part), 0);
					if (wide.figures === null) expect(hidden).toBeGreaterThan(0);
					else if (hidden === 0) expect(rest).toBe(0);
					else {
						expect(hidden).toBeGreaterThan(1);
						expect(rest).toBeGreaterThanOrEqual(10);
					}
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('accounts for every answer on every level', () => {
		fc.assert(
			fc.property(anyCounts, (counts) => {
				const { cells, answers: all } = analyzeGaps(counts, definition, { hideBelow: 0 });
				for (const level of ['stage', 'segment', 'touchpoint']) {
					const sum = cells
						.filter((cell) => cell.level === level)
						.reduce((n, cell) => n + cell.figures!.n, 0);
					expect(sum).toBe(all);
				}
			}),
		);
	});
});
