import type { GapAnalysis } from '../journey/gaps/gap-analysis';
import { isolate } from './escape-html';
import { GAP_REPORT_CSS } from './gap-report-css';
import { journeyLabel } from './labels';
import { timesIn } from './language/format';
import type { Language } from './language/language';
import { htmlPage } from './page';
import { reportContext, type StageCustomers } from './report-context';
import { gapsSection } from './sections/gaps';
import { matrixSection } from './sections/matrix';
import { methodSection } from './sections/method';
import { notJudgedSection } from './sections/not-judged';
import { rememberedSection } from './sections/remembered';
import { stageCustomersSection } from './sections/stage-customers';
import { stagesSection } from './sections/stages';
import { summarySection } from './sections/summary';

export interface GapReportSettings {
	readonly language: Language;
	/** Epoch milliseconds. */
	readonly generatedAt: number;
	/** IANA zone in which that time is shown. */
	readonly zone: string;
	/** Plain text, shown as it is. */
	readonly title: string;
}

/**
 * Gives the gap report as one self-contained HTML page: what falls short of the promise, what to do first, what was not
 * judged and why. `customers` are the store's stage figures; an empty list leaves their section out.
 * Throws `RangeError` for an unknown zone.
 */
export function renderGapReport(
	analysis: GapAnalysis,
	customers: readonly StageCustomers[],
	{ language, generatedAt, zone, title }: GapReportSettings,
): string {
	const context = reportContext(analysis, language);
	const { texts, numbers } = context;
	const about = [
		isolate(journeyLabel(analysis.definition, language)),
		texts.report.version(numbers.count(analysis.definition.version)),
		texts.report.generated(timesIn(language, zone)(generatedAt), isolate(zone)),
	];
	const body = [
		`<main><header><p class="kind">${texts.report.kind}</p><h1>${isolate(title)}</h1>` +
			`<p class="about">${about.map((part) => `<span class="part">${part}</span>`).join('')}</p></header>`,
		summarySection(context),
		stagesSection(context),
		gapsSection(context),
		matrixSection(context),
		stageCustomersSection(context, customers),
		rememberedSection(context),
		notJudgedSection(context),
		methodSection(context),
		'</main>',
	];
	return htmlPage(language, title, GAP_REPORT_CSS, body.join('\n'));
}
