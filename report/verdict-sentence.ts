import type { GapAnalysis, VerdictFigures, VerdictReason } from '../journey/gaps/gap-analysis';
import { numbersIn } from './language/format';
import { type Language, textsIn } from './language/language';

/** The figures of any reason; which of them a sentence names depends on its code. */
interface FigureParams extends Partial<VerdictFigures> {
	readonly needed?: number;
	readonly limit?: number;
}

/** Gives the sentence for why a cell has its verdict, with its figures, in one language. It holds no names. */
export function verdictSentence(
	why: VerdictReason,
	analysis: Pick<GapAnalysis, 'options' | 'judged'>,
	language: Language,
): string {
	const numbers = numbersIn(language);
	const params: FigureParams = why.params;
	const points = (value = 0): string => numbers.points(value);
	return textsIn(language).report.reasons[why.code]({
		n: numbers.counted(params.n ?? 0),
		mean: points(params.mean),
		low: points(params.low),
		high: points(params.high),
		target: numbers.plain(params.target ?? 0),
		gap: numbers.countedPoints(Math.abs(params.gap ?? 0)),
		needed: numbers.count(analysis.options.minimumSample),
		limit: numbers.count(analysis.options.hideBelow),
		confidence: numbers.share(analysis.options.confidence),
		judged: numbers.count(analysis.judged),
	});
}
