import { verdictMatrixSvg } from '../charts/verdict-matrix-svg';
import type { ReportContext } from '../report-context';

/** Gives the matrix of segments and stages as HTML, or nothing where no score was given at all. */
export function matrixSection({ analysis, language, texts }: ReportContext): string {
	if (analysis.cells.length === 0) return '';
	return (
		`<section><h2>${texts.report.matrixHeading}</h2>` +
		`<p class="intro">${texts.report.matrixIntroduction}</p>` +
		`<div class="chart">${verdictMatrixSvg(analysis, language)}</div></section>`
	);
}
