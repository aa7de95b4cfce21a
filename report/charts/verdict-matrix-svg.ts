import { scaleBand } from 'd3-scale';
import type { GapAnalysis, GapCell } from '../../journey/gaps/gap-analysis';
import { metricLabel, segmentLabel, stageLabel } from '../labels';
import { numbersIn } from '../language/format';
import { directionOf, type Language, textsIn } from '../language/language';
import { legendRow, verdictEntry } from './legend-svg';
import { type MatrixRow, matrixRows } from './matrix-rows';
import { isolated, round, svgDocument, svgText } from './svg-text';
import { VERDICT_STYLES, verdictSign } from './verdict-style';
import { wrapLabel } from './wrap-label';

const NAME_WIDTH = 190;
const COLUMN_WIDTH = 120;
const LEAST_WIDTH = 960;
const HEAD = 104;
const ROW = 58;
const EDGE = 8;
const MUTED = '#5b6b7b';

interface Box {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

/** Gives a field: the verdict's colour and sign, the lived mean, and its distance from the promise or why there is none. */
function drawField(
	cell: GapCell | undefined,
	{ left, top, width, height }: Box,
	language: Language,
): string {
	const rect = (fill: string, frame: string): string =>
		`<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="6" fill="${fill}" ${frame}/>`;
	if (!cell) return rect('#ffffff', 'stroke="#e9edf1"');

	const texts = textsIn(language);
	const numbers = numbersIn(language);
	const direction = directionOf(language);
	const { tint, ink, strong, filled } = VERDICT_STYLES[cell.verdict];
	const frame = filled
		? `stroke="${strong}" stroke-opacity="0.35"`
		: 'stroke="#b4bfca" stroke-dasharray="4 3"';
	const centre = round(left + width / 2);
	const small = { size: 12, fill: ink };
	const field = (content: string): string =>
		`<g><title>${texts.verdicts[cell.verdict]}</title>${rect(tint, frame)}${content}</g>`;

	const { figures } = cell;
	if (!figures) {
		const word = svgText(centre, top + height - 10, texts.verdicts[cell.verdict], direction, small);
		return field(verdictSign(cell.verdict, centre, top + 18, 70) + word);
	}
	const forward = direction === 'rtl' ? -1 : 1;
	const sign = verdictSign(cell.verdict, centre - forward * 26, top + 19, 80);
	const mean = svgText(centre + forward * 4, top + 24, numbers.points(figures.mean), 'ltr', {
		size: 15,
		weight: cell.pValue === null ? 400 : 700,
		fill: ink,
	});
	const second =
		cell.pValue === null
			? svgText(
					centre,
					top + 42,
					texts.report.sampleSize(numbers.counted(figures.n)),
					direction,
					small,
				)
			: svgText(centre, top + 42, numbers.signedPoints(-cell.gap!), 'ltr', small);
	return field(sign + mean + second);
}

/**
 * Gives the matrix of segments and stages as an SVG file. Each field has the colour and the sign of its verdict. The
 * first stage stands where reading begins.
 */
export function verdictMatrixSvg(analysis: GapAnalysis, language: Language): string {
	const direction = directionOf(language);
	const texts = textsIn(language);
	const numbers = numbersIn(language);
	const { stages } = analysis;
	const rows = matrixRows(analysis);
	const severalMetrics = new Set(rows.map(({ metric }) => metric)).size > 1;

	const width = Math.max(LEAST_WIDTH, NAME_WIDTH + stages.length * COLUMN_WIDTH + EDGE);
	const height = HEAD + rows.length * ROW;
	const columnsAt = direction === 'rtl' ? [width - NAME_WIDTH, EDGE] : [NAME_WIDTH, width - EDGE];
	const x = scaleBand(stages.keys(), columnsAt).paddingInner(0.06);
	const y = scaleBand(rows.keys(), [HEAD, height]).paddingInner(0.1);
	const nameEdge = direction === 'rtl' ? width - EDGE : EDGE;
	const side = direction === 'rtl' ? 'right' : 'left';

	const heads = stages.flatMap((stage, index) => {
		const at = x(index)! + x.bandwidth() / 2;
		const lines = wrapLabel(stageLabel(stage, language), 18, 2);
		const promise =
			stage.target === null
				? texts.verdicts.no_target
				: `${texts.report.promised} ${numbers.plain(stage.target)}`;
		return [
			...lines.map((text, place) =>
				svgText(at, HEAD - 28 - (lines.length - 1 - place) * 16, isolated(text), direction, {
					weight: 600,
				}),
			),
			svgText(at, HEAD - 10, promise, direction, { size: 11.5, fill: MUTED }),
		];
	});
	const drawName = ({ segment, metric }: MatrixRow, index: number): string => {
		const centre = y(index)! + y.bandwidth() / 2;
		const [name = ''] = wrapLabel(segmentLabel(segment, language), 24, 1);
		const weight = segment === null ? 700 : 600;
		const label = (text: string, down: number, style: object): string =>
			svgText(nameEdge, centre + down, isolated(text), direction, { side, ...style });
		if (!severalMetrics) return label(name, 5, { weight });
		return (
			label(name, -3, { weight }) +
			label(metricLabel(metric, language), 14, { size: 11.5, fill: MUTED })
		);
	};
	const drawRow = (row: MatrixRow, index: number): string => {
		const fields = stages.map(({ name }, column) => {
			const box = {
				left: round(x(column)!),
				top: round(y(index)!),
				width: round(x.bandwidth()),
				height: round(y.bandwidth()),
			};
			return drawField(row.cells.get(name), box, language);
		});
		return drawName(row, index) + fields.join('');
	};
	const shown = (['below', 'on', 'above', 'not_enough_data', 'hidden'] as const).map((verdict) =>
		verdictEntry(verdict, texts.verdicts[verdict]),
	);
	const legend = legendRow(shown, { start: nameEdge, width: width - 2 * EDGE, y: 14 }, direction);
	return svgDocument(
		width,
		height + 2,
		direction,
		language,
		texts.report.matrixDescription,
		legend + heads.join('') + rows.map(drawRow).join(''),
	);
}
