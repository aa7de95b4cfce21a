import type { GapVerdict } from '../../journey/gaps/gap-analysis';
import { verdictIcon } from '../charts/verdict-style';
import { isolate } from '../escape-html';
import { stageLabel } from '../labels';
import type { ReportContext } from '../report-context';
import { verdictSentence } from '../verdict-sentence';

/** How many of the ranked gaps are told in full sentences at the top. */
const TOLD = 3;

/** A stage measured in several ways is as good as its worst verdict; null where none of them is judged. */
const WORST_FIRST = ['below', 'on', 'above'] as const;

type StageVerdict = (typeof WORST_FIRST)[number];

function stageVerdicts({ analysis }: ReportContext): readonly (StageVerdict | null)[] {
	return analysis.stages.map(({ name }) => {
		const verdicts = analysis.cells
			.filter((cell) => cell.level === 'stage' && cell.stage === name)
			.map((cell): GapVerdict => cell.verdict);
		return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? null;
	});
}

function headline(context: ReportContext, verdicts: readonly (StageVerdict | null)[]): string {
	const { texts, numbers, analysis, language } = context;
	if (verdicts.every((verdict) => verdict === null)) return texts.report.headlineNothingJudged;
	const below = analysis.stages.filter((_, index) => verdicts[index] === 'below');
	if (below.length === 0) return texts.report.headlineNoneBelow;
	return texts.report.headlineBelow(
		numbers.list(below.map((stage) => isolate(stageLabel(stage, language)))),
	);
}

/** Gives the top of the report as HTML: one sentence, five figures, and the most urgent gaps in words. */
export function summarySection(context: ReportContext): string {
	const { analysis, texts, numbers, language, place } = context;
	const verdicts = stageVerdicts(context);
	const tile = (figure: string, caption: string): string =>
		`<li><span class="figure">${figure}</span><span class="caption">${caption}</span></li>`;
	const stagesAre = (verdict: StageVerdict | null, icon: string, caption: string): string => {
		const count = verdicts.filter((candidate) => candidate === verdict).length;
		return tile(`${icon}${numbers.count(count)}`, caption);
	};
	const urgent = analysis.gaps.slice(0, TOLD).map(({ cell }) => {
		const sentence = verdictSentence(cell.why, analysis, language);
		return `<li>${verdictIcon('below')}<span>${place(cell)}<br>${sentence}</span></li>`;
	});
	return (
		`<section><p class="headline">${headline(context, verdicts)}</p><ul class="tiles">` +
		stagesAre('below', verdictIcon('below'), texts.report.tileBelow) +
		stagesAre('on', verdictIcon('on'), texts.report.tileOn) +
		stagesAre('above', verdictIcon('above'), texts.report.tileAbove) +
		stagesAre(null, verdictIcon('not_enough_data'), texts.report.tileNotJudged) +
		tile(numbers.count(analysis.answers), texts.report.tileAnswers) +
		'</ul>' +
		(urgent.length > 0
			? `<h3>${texts.report.mostUrgent}</h3><ol class="urgent">${urgent.join('')}</ol>`
			: '') +
		'</section>'
	);
}
