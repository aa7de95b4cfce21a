import { analyzeGaps } from '../../journey/gaps/analyze-gaps';
import type { ExperienceCount } from '../../journey/gaps/experience-count';
import type { GapAnalysis } from '../../journey/gaps/gap-analysis';
import type { GapOptions } from '../../journey/gaps/gap-options';
import type { PeakEndCount } from '../../journey/gaps/peak-end';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { StageCustomers } from '../../report/report-context';
import { answers } from '../journey/gaps/experience-data';

const peakEnd: PeakEndCount[] = [
	{ segment: 'loyal', peakScore: 100, endScore: 75, count: 20 },
	{ segment: 'new', peakScore: 0, endScore: 50, count: 20 },
	{ segment: 'business', peakScore: 0, endScore: 50, count: 3 },
];

/** Counts that lead to every verdict and every reason there is. */
export const counts: ExperienceCount[] = [
	...answers({ stage: 'purchase', type: 'checkout_started' }, { 50: 40, 75: 40 }),
	...answers({ stage: 'purchase', type: 'order_completed', segment: 'new' }, { 75: 50 }),
	...answers(
		{ stage: 'consideration', type: 'survey_answered', metric: 'nps' },
		{ 60: 20, 70: 30 },
	),
	...answers({ stage: 'retention', type: 'survey_answered', metric: 'csat' }, { 75: 10, 100: 90 }),
	...answers({ stage: 'retention', type: 'call_received', segment: 'business' }, { 50: 9 }),
	...answers({ stage: 'retention', type: 'call_received', segment: 'new' }, { 50: 12 }),
	...answers({ stage: 'retired', type: 'other:window_display' }, { 50: 40 }),
];

/** The analysis of those counts in the built-in journey of five stages. */
export function sampleAnalysis(
	options: GapOptions = {},
	extra: readonly ExperienceCount[] = [],
): GapAnalysis {
	return analyzeGaps([...counts, ...extra], BUILT_IN_DEFINITIONS.five_stage, options, peakEnd);
}

const DAY_MS = 86_400_000;

export const customers: StageCustomers[] = [
	{
		stage: 'purchase',
		segment: 'new',
		entered: 1200,
		advanced: 900,
		present: 100,
		medianStayMs: 0.25 * DAY_MS,
	},
	{
		stage: 'consideration',
		segment: 'loyal',
		entered: 5200,
		advanced: 2000,
		present: 700,
		medianStayMs: 3.5 * DAY_MS,
	},
	{
		stage: 'purchase',
		segment: 'loyal',
		entered: 2100,
		advanced: 1600,
		present: 120,
		medianStayMs: null,
	},
];
