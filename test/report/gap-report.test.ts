import { analyzeGaps } from '../../journey/gaps/analyze-gaps';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { renderGapReport } from '../../report/gap-report';
import { LANGUAGES, type Language, textsIn } from '../../report/language/language';
import { verdictSentence } from '../../report/verdict-sentence';
import { answers } from '../journey/gaps/experience-data';
import { outsideReach, visibleText, xmlFault } from './read-html';
import { customers, sampleAnalysis } from './sample-analysis';

const generatedAt = Date.UTC(2026, 6, 1, 12, 30);

function render(language: Language, analysis = sampleAnalysis(), title = 'Summer 2026'): string {
	return renderGapReport(analysis, customers, {
		language,
		generatedAt,
		zone: 'Asia/Tehran',
		title,
	});
}

describe.each(LANGUAGES)('the gap report in %s', (language) => {
	const html = render(language);
	const text = visibleText(html);

	it('shows every section in the language', () => {
		const { report } = textsIn(language);
		for (const heading of [
			report.kind,
			report.stagesHeading,
			report.gapsHeading,
			report.matrixHeading,
			report.figuresHeading,
			report.rememberedHeading,
			report.notJudgedHeading,
			report.methodHeading,
		]) {
			expect(text).toContain(heading);
		}
		expect(text).not.toMatch(/undefined|NaN|null|Infinity|\[object/);
	});

	it('is written in the right direction', () => {
		const direction = language === 'fa' || language === 'ar' ? 'rtl' : 'ltr';
		expect(html).toContain(`<html lang="${language}" dir="${direction}">`);
		expect(
			[...html.matchAll(/<svg xmlns[^>]*direction="(\w+)"/g)].map(([, found]) => found),
		).toEqual([direction, direction]);
	});

	it('loads nothing, runs nothing and leads nowhere', () => {
		expect(outsideReach(html)).toEqual([]);
		expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
	});

	it('is well formed', () => {
		const body = html
			.slice(html.indexOf('<body>'))
			.replace(/<br>/g, '<br/>')
			.replace('</html>', '');
		expect(xmlFault(body)).toBeNull();
	});

	it('says why for each place that was not judged', () => {
		const { notJudgedGroups, unanswered } = textsIn(language).report;
		for (const group of [
			notJudgedGroups.sample,
			notJudgedGroups.hidden,
			notJudgedGroups.unknown_stage,
			notJudgedGroups.unanswered,
			unanswered,
		]) {
			expect(text).toContain(group);
		}
	});

	it('renders with nothing to say', () => {
		const empty = analyzeGaps([], BUILT_IN_DEFINITIONS.aida);
		const page = renderGapReport(empty, [], { language, generatedAt, zone: 'UTC', title: 'Empty' });
		expect(visibleText(page)).toContain(textsIn(language).report.headlineNothingJudged);
		expect(visibleText(page)).not.toMatch(/undefined|NaN|null|Infinity/);
	});
});

describe('the gap report', () => {
	const text = visibleText(render('en'));

	it('opens with the stages that fall short and the most urgent gap in words', () => {
		expect(text).toContain('The experience falls short of the promise in Purchase .');
		expect(text).toContain(
			'62.5 lived where 75 was promised: 12.5 points short (95% interval 59.7 to 65.3; 80 answers).',
		);
	});

	it('counts each stage once, by its worst verdict', () => {
		const tiles = render('en')
			.match(/<\/svg>(\d)<\/span><span class="caption">/g)!
			.map((tile) => tile[6]);
		// Below: purchase. On: consideration. Above: retention. Not judged: awareness and advocacy.
		expect(tiles).toEqual(['1', '1', '1', '2']);
	});

	it('shows the factors of a priority and the lever operations named', () => {
		const plans = [{ stage: 'purchase', importance: 2, effort: 4, lever: 'technology' }];
		const row = visibleText(render('en', sampleAnalysis({ plans }))).match(
			/Lever 1 .*? technology/,
		)![0];
		expect(row).toBe(
			`Lever 1 Purchase loyal Checkout started Rating 75 62.5 59.7 to 65.3 12.5 23.5% 2 4 1.47 technology`,
		);
	});

	it('lists at most fifteen gaps and says how many more there are', () => {
		const many = Array.from({ length: 17 }, (_, index) =>
			answers(
				{ stage: 'purchase', type: `type_${index}`, segment: `segment ${index}` },
				{ 0: 20, 25: 20 },
			),
		).flat();
		const analysis = sampleAnalysis({}, many);
		expect(visibleText(render('en', analysis))).toContain(
			`Further gaps in the data: ${analysis.gaps.length - 15}`,
		);
	});

	it('shows no figure of a hidden cell', () => {
		const secret = answers(
			{ stage: 'advocacy', segment: 'secret', type: 'review_posted' },
			{ 12.34: 9 },
		);
		const page = render('en', sampleAnalysis({}, secret));
		expect(page).toContain('secret');
		expect(page).not.toMatch(/12\.3/);
	});

	it('names the widest place without a verdict and not its parts for the same reason', () => {
		const few = analyzeGaps(
			[
				...answers({ stage: 'purchase', segment: 'loyal' }, { 50: 12 }),
				...answers({ stage: 'purchase', segment: 'new' }, { 50: 5 }),
			],
			BUILT_IN_DEFINITIONS.five_stage,
		);
		const page = visibleText(render('en', few));
		const section = page.slice(page.indexOf('What was not judged'), page.indexOf('How this was'));
		expect(section).toContain('Too few answers for a verdict (1) Purchase 17 answers;');
		expect(section).toContain(
			'Hidden to protect single customers (2) Purchase loyal No figures are given: those of a place with fewer than 10 answers',
		);
		expect(section).toContain(
			'could be worked out from them. Purchase new Fewer than 10 answers: no figures are given.',
		);
	});

	it('shows no count of customers that must not be shown', () => {
		const settings = { language: 'en', generatedAt, zone: 'UTC', title: 'Few' } as const;
		const hidden = { entered: null, advanced: null, present: null, medianStayMs: null };
		const page = renderGapReport(
			sampleAnalysis(),
			[{ stage: 'purchase', segment: 'few', ...hidden }],
			settings,
		);
		expect(visibleText(page)).toContain('Purchase Hidden Hidden Hidden – ');
	});

	it('says of a remembered experience whether it is hidden or there is none', () => {
		const section = text.slice(text.indexOf('Remembered'), text.indexOf('What was not judged'));
		expect(section).toContain('business Hidden – –');
		const none = analyzeGaps([], BUILT_IN_DEFINITIONS.five_stage, {}, []);
		expect(visibleText(render('en', none))).toContain('All segments – – –');
	});

	it('lists stage figures in the order of the journey, each stage named once', () => {
		const section = text.slice(
			text.indexOf('How customers move'),
			text.indexOf('What customers will'),
		);
		expect(section).toMatch(
			/Consideration loyal 5,200 2,000 700 3.5 days Purchase loyal 2,100 1,600 120 – new 1,200 900 100 6 hours/,
		);
	});

	it('leaves out what it was not given', () => {
		const analysis = analyzeGaps(
			answers({ stage: 'purchase' }, { 50: 40 }),
			BUILT_IN_DEFINITIONS.five_stage,
		);
		const page = renderGapReport(analysis, [], {
			language: 'en',
			generatedAt,
			zone: 'UTC',
			title: 'Short',
		});
		expect(page).not.toContain('How customers move');
		expect(page).not.toContain('What customers will remember');
	});

	it('shows hostile names as text, in the page and in its charts', () => {
		const hostile = `"><script>alert(1)</script><img src=x onerror='x'>&\u202e`;
		const definition = {
			...BUILT_IN_DEFINITIONS.five_stage,
			displayName: hostile,
			stages: BUILT_IN_DEFINITIONS.five_stage.stages.map((stage) => ({
				...stage,
				displayName: hostile,
				owner: hostile,
			})),
		};
		const analysis = analyzeGaps(
			answers(
				{ stage: 'purchase', segment: hostile, type: `other:${hostile}`, metric: hostile },
				{ 50: 40 },
			),
			definition,
			{ plans: [{ lever: hostile }] },
			[{ segment: hostile, peakScore: 1, endScore: 1, count: 40 }],
		);
		for (const language of LANGUAGES) {
			const page = renderGapReport(
				analysis,
				[
					{
						stage: hostile,
						segment: hostile,
						entered: 1,
						advanced: 1,
						present: 1,
						medianStayMs: 1,
					},
				],
				{ language, generatedAt, zone: 'UTC', title: hostile },
			);
			const markup = page.replace(/="[^"]*"/g, '=""');
			expect(markup.match(/<(script|img)\b/g)).toBeNull();
			expect(page).not.toContain(`'x'`);
			expect(visibleText(page)).toContain('<script>alert(1)</script>');
		}
	});

	it('refuses a zone that does not exist', () => {
		const settings = { language: 'en', generatedAt, zone: 'Mars/Base', title: '' } as const;
		expect(() => renderGapReport(sampleAnalysis(), [], settings)).toThrow(RangeError);
	});
});

describe('the sentence of a verdict', () => {
	it.each(LANGUAGES)('exists for every reason in %s, with its figures', (language) => {
		const analysis = sampleAnalysis();
		const codes = new Set(analysis.cells.map(({ why }) => why.code));
		expect([...codes].sort()).toEqual([
			'above_target',
			'below_hiding_limit',
			'below_minimum_sample',
			'below_target',
			'hidden_with_another',
			'target_in_interval',
			'unknown_stage',
		]);
		for (const { why } of analysis.cells) {
			expect(verdictSentence(why, analysis, language)).not.toMatch(/undefined|NaN/);
		}
	});

	it('tells how far above the promise, without a minus', () => {
		const params = { n: 50, mean: 90, low: 88, high: 92, target: 80, gap: -10 };
		const analysis = sampleAnalysis();
		expect(verdictSentence({ code: 'above_target', params }, analysis, 'en')).toContain(
			': 10.0 points more',
		);
		expect(verdictSentence({ code: 'lost_to_correction', params }, analysis, 'el')).toContain(
			String(analysis.judged),
		);
	});
});
