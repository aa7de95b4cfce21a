import { curveMonotoneX, line } from 'd3-shape';
import type { GapAnalysis } from '../../journey/gaps/gap-analysis';
import { metricLabel, stageLabel } from '../labels';
import { numbersIn } from '../language/format';
import { directionOf, type Language, textsIn } from '../language/language';
import { legendRow, type LegendEntry, verdictEntry } from './legend-svg';
import { type StageColumn, stageColumns, type StageColumnsLayout } from './stage-columns';
import { isolated, round, svgDocument, svgText, type TextStyle } from './svg-text';
import { VERDICT_STYLES, verdictSign } from './verdict-style';
import { wrapLabel } from './wrap-label';

const PROMISED = '#1f2a36';
const MUTED = '#5b6b7b';
const FOOT_LINE = 17;

/** Gives the lines of the scale with their scores, which stand where reading begins. */
function drawGrid({ left, right, y }: StageColumnsLayout, language: Language): string {
	const numbers = numbersIn(language);
	const rtl = directionOf(language) === 'rtl';
	return y
		.ticks(5)
		.map((tick) => {
			const at = round(y(tick));
			const style: TextStyle = { side: rtl ? 'left' : 'right', size: 12, fill: MUTED };
			const label = svgText(rtl ? right + 8 : left - 8, at + 4, numbers.count(tick), 'ltr', style);
			return `<path d="M${left} ${at}H${right}" stroke="#e3e8ed"/>${label}`;
		})
		.join('');
}

/** Gives the space between promise and experience, filled so that a proven gap is seen before it is read. */
function drawGap({ stage, cell, middle }: StageColumn, { half, y }: StageColumnsLayout): string {
	if (!cell?.figures || stage.target === null) return '';
	if (cell.verdict !== 'below' && cell.verdict !== 'above') return '';
	const [promised, lived] = [y(stage.target), y(cell.figures.mean)];
	return (
		`<rect x="${round(middle - half)}" y="${round(Math.min(promised, lived))}" width="${round(2 * half)}" ` +
		`height="${round(Math.abs(promised - lived))}" fill="${VERDICT_STYLES[cell.verdict].tint}"/>`
	);
}

/** Gives the promise as a bar across the column, with its score above the end where reading begins. */
function drawPromise(
	{ stage: { target }, middle }: StageColumn,
	{ half, y }: StageColumnsLayout,
	language: Language,
): string {
	if (target === null) return '';
	const at = round(y(target));
	const [from, to] = [round(middle - half), round(middle + half)];
	const rtl = directionOf(language) === 'rtl';
	const style: TextStyle = { side: rtl ? 'right' : 'left', size: 12, fill: PROMISED };
	return (
		`<path d="M${from} ${at}H${to}" stroke="${PROMISED}" stroke-width="3" stroke-linecap="round"/>` +
		svgText(rtl ? to : from, at - 7, numbersIn(language).plain(target), 'ltr', style)
	);
}

/**
 * Gives the way of the lived experience through the stages as one line. With several metrics there is none: their
 * scores do not compare, and lines across one another's columns would say that they do.
 */
function drawWay({ columns, severalMetrics, y }: StageColumnsLayout): string {
	const points = columns.filter(({ cell }) => cell?.figures);
	if (severalMetrics || points.length < 2) return '';
	const way = line<StageColumn>()
		.x(({ middle }) => round(middle))
		.y(({ cell }) => round(y(cell!.figures!.mean)))
		.curve(curveMonotoneX);
	return `<path d="${way(points)}" fill="none" stroke="#b4bfca" stroke-width="2"/>`;
}

/** Gives the height of the lived score's baseline: beside its sign, moved off the bar of the promise where that is near. */
function scoreBaseline(mean: number, target: number | null, { y }: StageColumnsLayout): number {
	const beside = y(mean) + 5;
	if (target === null) return beside;
	return mean <= target ? Math.max(beside, y(target) + 18) : Math.min(beside, y(target) - 7);
}

/** Gives the lived mean as the sign of its verdict, with its interval and its score. */
function drawLived(
	{ stage, cell, middle }: StageColumn,
	layout: StageColumnsLayout,
	language: Language,
): string {
	if (!cell) return '';
	const { bottom, y } = layout;
	const at = round(middle);
	if (!cell.figures) return verdictSign(cell.verdict, at, bottom - 14);
	const { strong, ink } = VERDICT_STYLES[cell.verdict];
	const { mean, interval } = cell.figures;
	const whisker = interval
		? `<path d="M${at - 6} ${round(y(interval.high))}h12m-6 0V${round(y(interval.low))}m-6 0h12" fill="none" ` +
			`stroke="${strong}" stroke-width="1.5"/>`
		: '';
	const rtl = directionOf(language) === 'rtl';
	const style: TextStyle = {
		side: rtl ? 'right' : 'left',
		size: 15,
		weight: 700,
		fill: ink,
		halo: true,
	};
	const score = svgText(
		at + (rtl ? -13 : 13),
		scoreBaseline(mean, stage.target, layout),
		numbersIn(language).points(mean),
		'ltr',
		style,
	);
	return whisker + verdictSign(cell.verdict, at, round(y(mean)), 120) + score;
}

/** Gives what stands under a column, line by line: the stage, its metric where there are several, how many answered. */
function footLines(
	{ stage, cell }: StageColumn,
	severalMetrics: boolean,
	language: Language,
): readonly { readonly text: string; readonly style: TextStyle }[] {
	const texts = textsIn(language);
	const small: TextStyle = { size: 11.5, fill: MUTED };
	const name = wrapLabel(stageLabel(stage, language), 18, 2).map((text) => ({
		text: isolated(text),
		style: { weight: 600 } as const,
	}));
	if (!cell) return [...name, { text: texts.report.notJudgedGroups.unanswered, style: small }];
	const metric = severalMetrics ? [isolated(metricLabel(cell.metric, language))] : [];
	const answered = cell.figures
		? texts.report.sampleSize(numbersIn(language).counted(cell.figures.n))
		: texts.verdicts[cell.verdict];
	return [...name, ...[...metric, answered].map((text) => ({ text, style: small }))];
}

function drawLegend(
	{ left, right }: StageColumnsLayout,
	analysis: GapAnalysis,
	language: Language,
): string {
	const { verdicts, report } = textsIn(language);
	const direction = directionOf(language);
	const promised: LegendEntry = {
		text: report.promised,
		draw: (x, y) =>
			`<path d="M${x - 8} ${y}h16" stroke="${PROMISED}" stroke-width="3" stroke-linecap="round"/>`,
	};
	const lived: LegendEntry = {
		text: report.livedWithInterval(numbersIn(language).share(analysis.options.confidence)),
		draw: (x, y) =>
			`<path d="M${x - 4} ${y - 9}h8m-4 0v18m-4 0h8" fill="none" stroke="${MUTED}" stroke-width="1.5"/>` +
			verdictSign('on', x, y, 60),
	};
	const judged = (['below', 'on', 'above', 'not_enough_data'] as const).map((verdict) =>
		verdictEntry(verdict, verdicts[verdict]),
	);
	const start = direction === 'rtl' ? right : left;
	const width = Math.min(right - left, 860);
	return (
		legendRow([promised, lived], { start, width: width / 2, y: 14 }, direction) +
		legendRow(judged, { start, width, y: 40 }, direction)
	);
}

/**
 * Gives the chart of promised and lived experience as an SVG file: for each stage the promise as a bar across its
 * column, the lived mean as the sign of its verdict with its confidence interval. The first stage stands where reading
 * begins, so on the right in Persian and Arabic.
 */
export function promisedLivedSvg(analysis: GapAnalysis, language: Language): string {
	const direction = directionOf(language);
	const layout = stageColumns(analysis, direction);
	const { columns, width, bottom } = layout;
	const feet = columns.map((column) => footLines(column, layout.severalMetrics, language));
	const foot = feet
		.flatMap((lines, index) =>
			lines.map(({ text, style }, place) =>
				svgText(columns[index]!.middle, bottom + 22 + place * FOOT_LINE, text, direction, style),
			),
		)
		.join('');
	const names = analysis.stages.map((stage) => stageLabel(stage, language));
	return svgDocument(
		width,
		bottom + 14 + FOOT_LINE * Math.max(...feet.map(({ length }) => length)),
		direction,
		language,
		textsIn(language).report.chartDescription(numbersIn(language).list(names)),
		drawLegend(layout, analysis, language) +
			drawGrid(layout, language) +
			columns.map((column) => drawGap(column, layout)).join('') +
			drawWay(layout) +
			columns.map((column) => drawPromise(column, layout, language)).join('') +
			columns.map((column) => drawLived(column, layout, language)).join('') +
			foot,
	);
}
