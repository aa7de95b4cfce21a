import type { ReportContext } from '../report-context';

/** Gives how the figures were worked out, as HTML. */
export function methodSection({ analysis, texts, numbers }: ReportContext): string {
	const { minimumSample, hideBelow, confidence } = analysis.options;
	const notes = texts.report.method({
		confidence: numbers.share(confidence),
		falseShare: numbers.share(1 - confidence),
		needed: numbers.count(minimumSample),
		limit: numbers.count(hideBelow),
		judged: numbers.count(analysis.judged),
	});
	return (
		`<section><h2>${texts.report.methodHeading}</h2>` +
		`<ul class="method">${notes.map((note) => `<li>${note}</li>`).join('')}</ul></section>`
	);
}
