import { analyzeGaps } from '../../journey/gaps/analyze-gaps';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { promisedLivedSvg } from '../../report/charts/promised-lived-svg';
import { verdictMatrixSvg } from '../../report/charts/verdict-matrix-svg';
import { wrapLabel } from '../../report/charts/wrap-label';
import { LANGUAGES } from '../../report/language/language';
import { answers } from '../journey/gaps/experience-data';
import { outsideReach, xmlFault } from './read-html';
import { sampleAnalysis } from './sample-analysis';

interface DrawnText {
	readonly x: number;
	readonly y: number;
	readonly text: string;
}

/** The texts of a chart with where they stand. */
function textsOf(svg: string): readonly DrawnText[] {
	return [...svg.matchAll(/<text x="([\d.-]+)" y="([\d.-]+)"[^>]*>([^<]*)<\/text>/g)].map(
		([, x, y, text]) => ({
			x: Number(x),
			y: Number(y),
			text: text!.replace(/[\u2068\u2069]/g, ''),
		}),
	);
}

function widthOf(svg: string): number {
	return Number(/viewBox="0 0 ([\d.]+)/.exec(svg)![1]);
}

function heightOf(svg: string): number {
	return Number(/viewBox="0 0 [\d.]+ ([\d.]+)/.exec(svg)![1]);
}

const stages = ['Awareness', 'Consideration', 'Purchase', 'Retention', 'Advocacy'];
const persianStages = ['آگاهی', 'بررسی', 'خرید', 'ماندگاری', 'هواداری'];

const oneMetric = analyzeGaps(
	[
		...answers({ stage: 'awareness' }, { 50: 20, 75: 20 }),
		...answers({ stage: 'purchase' }, { 50: 20, 75: 20 }),
		...answers({ stage: 'retention' }, { 100: 30, 75: 20 }),
	],
	BUILT_IN_DEFINITIONS.five_stage,
);

describe.each([
	['promised and lived', promisedLivedSvg],
	['segments and stages', verdictMatrixSvg],
])('the chart of %s', (_, draw) => {
	it.each(LANGUAGES)(
		'is a well-formed file of its own in %s, with a direction on every text',
		(language) => {
			const svg = draw(sampleAnalysis(), language);
			expect(xmlFault(svg)).toBeNull();
			expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
			expect(svg).toContain('font-family="Vazirmatn, Tahoma, sans-serif"');
			expect(svg).toContain('role="img"');
			expect(outsideReach(svg)).toEqual([]);
			expect(svg.match(/<text (?![^>]*direction="(ltr|rtl)")/g)).toBeNull();
			expect(svg).not.toMatch(/NaN|undefined|Infinity/);
		},
	);

	it('draws everything inside its frame', () => {
		for (const language of LANGUAGES) {
			const svg = draw(sampleAnalysis(), language);
			for (const { x, y } of textsOf(svg)) {
				expect(x).toBeGreaterThanOrEqual(0);
				expect(x).toBeLessThanOrEqual(widthOf(svg));
				expect(y).toBeGreaterThanOrEqual(0);
				expect(y).toBeLessThanOrEqual(heightOf(svg));
			}
		}
	});

	it('puts the first stage where reading begins: left in English, right in Persian', () => {
		const places = (language: 'en' | 'fa', names: readonly string[]): number[] => {
			const drawn = textsOf(draw(oneMetric, language));
			return names.map((name) => drawn.find(({ text }) => text === name)!.x);
		};
		const english = places('en', stages);
		const persian = places('fa', persianStages);
		expect(english).toEqual(english.toSorted((a, b) => a - b));
		expect(persian).toEqual(persian.toSorted((a, b) => b - a));
	});

	it('is drawn for a journey nobody has answered about', () => {
		const svg = draw(analyzeGaps([], BUILT_IN_DEFINITIONS.aida), 'en');
		expect(xmlFault(svg)).toBeNull();
		expect(svg).not.toMatch(/NaN|Infinity/);
	});
});

describe('the chart of promised and lived', () => {
	it('stands higher where the experience is better', () => {
		const drawn = textsOf(promisedLivedSvg(oneMetric, 'en'));
		const heightOfScore = (score: string): number => drawn.find(({ text }) => text === score)!.y;
		expect(heightOfScore('90.0')).toBeLessThan(heightOfScore('62.5'));
		expect(heightOfScore('80')).toBeLessThan(heightOfScore('60'));
	});

	it('mirrors the right-to-left chart exactly', () => {
		const column = (language: 'en' | 'ar'): number[] =>
			textsOf(promisedLivedSvg(oneMetric, language))
				.filter(({ text }) => /^(Purchase|الشراء)$/.test(text))
				.map(({ x }) => (language === 'ar' ? widthOf(promisedLivedSvg(oneMetric, 'ar')) - x : x));
		expect(column('ar')[0]).toBeCloseTo(column('en')[0]!, 5);
	});

	it('gives a stage one column a metric', () => {
		const drawn = textsOf(promisedLivedSvg(sampleAnalysis(), 'en'));
		expect(drawn.filter(({ text }) => text === 'Retention')).toHaveLength(2);
		expect(drawn.filter(({ text }) => text === 'Satisfaction (CSAT)')).toHaveLength(1);
	});

	it('draws one way through the stages on one metric, none over several', () => {
		const way = 'stroke="#b4bfca" stroke-width="2"';
		expect(promisedLivedSvg(oneMetric, 'en').split(way)).toHaveLength(2);
		expect(promisedLivedSvg(sampleAnalysis(), 'en')).not.toContain(way);
	});
});

describe('the matrix of segments and stages', () => {
	it('has a row for all segments first, then one for each', () => {
		const drawn = textsOf(
			verdictMatrixSvg(
				sampleAnalysis({}, answers({ stage: 'purchase', segment: '!' }, { 50: 40 })),
				'en',
			),
		);
		const rows = drawn.filter(({ x }) => x === 8).map(({ text }) => text);
		expect(rows[0]).toBe('All segments');
		expect(rows.indexOf('!')).toBeGreaterThan(rows.lastIndexOf('All segments'));
	});

	it('shows verdicts by sign and word, not by colour alone', () => {
		const svg = verdictMatrixSvg(sampleAnalysis(), 'en');
		for (const verdict of ['Below the promise', 'On the promise', 'Above the promise', 'Hidden']) {
			expect(svg).toContain(`<title>${verdict}</title>`);
		}
		const signs = [...svg.matchAll(/<path d="([^"]+)" transform="[^"]*?\)( rotate\(180\))?"/g)].map(
			([, shape, turn]) => `${shape!.replace(/[\d.-]+/g, '')}${turn ?? ''}`,
		);
		expect(new Set(signs).size).toBeGreaterThanOrEqual(4);
	});
});

describe('wrapping a label', () => {
	it('breaks between words and shortens what does not fit', () => {
		expect(wrapLabel('First purchase', 16, 2)).toEqual(['First purchase']);
		expect(wrapLabel('After the very first purchase', 16, 2)).toEqual([
			'After the very',
			'first purchase',
		]);
		expect(wrapLabel('One two three four five', 8, 2)).toEqual(['One two', 'three f…']);
		expect(wrapLabel('Donaudampfschiff', 8, 2)).toEqual(['Donauda…']);
		expect(wrapLabel('', 8, 2)).toEqual(['']);
	});

	it('does not cut a character in two', () => {
		expect(wrapLabel('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2, 1)).toEqual(['👩‍👩‍👧‍👦…']);
	});
});
