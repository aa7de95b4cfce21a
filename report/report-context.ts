import type { CellPlace, GapAnalysis } from '../journey/gaps/gap-analysis';
import { isolate } from './escape-html';
import { metricSign, placeParts } from './labels';
import { numbersIn, type NumberFormats } from './language/format';
import { type Language, textsIn } from './language/language';
import type { Texts } from './language/texts';

/** How many customers a stage has seen and still holds, as the store counts them; null where that must not be shown. */
export interface StageCustomers {
	readonly stage: string;
	readonly segment: string;
	readonly entered: number | null;
	readonly present: number | null;
	readonly advanced: number | null;
	/** Time until half of the customers have moved on, in milliseconds; null while fewer have, too. */
	readonly medianStayMs: number | null;
}

/** What every section of the report needs. */
export interface ReportContext {
	readonly analysis: GapAnalysis;
	readonly language: Language;
	readonly texts: Texts;
	readonly numbers: NumberFormats;
	/** A place as HTML: its parts from wide to narrow, and the metric where the analysis has several. */
	readonly place: (place: CellPlace) => string;
}

/** Gives the context of a report on an analysis in one language. */
export function reportContext(analysis: GapAnalysis, language: Language): ReportContext {
	const severalMetrics = new Set(analysis.cells.map(({ metric }) => metric)).size > 1;
	return {
		analysis,
		language,
		texts: textsIn(language),
		numbers: numbersIn(language),
		place: (place) => {
			const parts = [
				...placeParts(place, analysis.stages, language),
				...(severalMetrics ? [metricSign(place.metric, language)] : []),
			];
			const marked = parts.map((part) => `<span class="part">${isolate(part)}</span>`);
			return `<span class="place">${marked.join('')}</span>`;
		},
	};
}
