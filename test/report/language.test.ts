import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { indexOf } from '../../journey/stages/definition-index';
import { LANGUAGES, type Language, textsIn } from '../../report/language/language';
import { NAMED_EVENT_TYPES } from '../../report/language/names';
import { numbersIn, timesIn } from '../../report/language/format';
import { verdictSentence } from '../../report/verdict-sentence';
import {
	eventLabel,
	journeyLabel,
	ownerLabel,
	segmentLabel,
	stageLabel,
} from '../../report/labels';

/** Every text of a dictionary with where it stands; functions are called with marks for their parts. */
function allTexts(language: Language): readonly (readonly [where: string, text: string])[] {
	const mark = { text: '1', form: 'other', toString: () => '1' };
	const marks = new Proxy({}, { get: () => mark });
	const walk = (value: unknown, where: string): (readonly [string, string])[] => {
		if (typeof value === 'string') return [[where, value]];
		if (typeof value === 'function') {
			return walk(
				value.length === 1 && /method|reasons/.test(where) ? value(marks) : value(mark, mark),
				where,
			);
		}
		return Object.entries(value as object).flatMap(([key, part]) => walk(part, `${where}.${key}`));
	};
	return walk(textsIn(language), language);
}

const SCRIPTS: Readonly<Record<Language, RegExp>> = {
	en: /[A-Za-z]/,
	fa: /\p{Script=Arabic}/u,
	ar: /\p{Script=Arabic}/u,
	el: /\p{Script=Greek}/u,
};

/** What stays in Latin letters everywhere, or is only an order of its parts. */
const LATIN_EVERYWHERE =
	/columns\.metricFigure|channels\.(email|sms)|journeys\.aida|report\.generated|redemption\.onChannel/;

/** Letters of Arabic that Persian writes otherwise, and the other way round. */
const NOT_PERSIAN = /[يكة]/;
const NOT_ARABIC = /[پچژگکی]/;

describe.each(LANGUAGES)('the dictionary %s', (language) => {
	const texts = allTexts(language);

	it('has every text, in its own script', () => {
		for (const [where, text] of texts) {
			expect([where, text.trim().length > 0]).toEqual([where, true]);
			expect([where, text.includes('undefined')]).toEqual([where, false]);
			if (!LATIN_EVERYWHERE.test(where))
				expect([where, text]).toEqual([where, expect.stringMatching(SCRIPTS[language])]);
		}
	});

	it('holds no character that HTML reads as markup', () => {
		expect(texts.filter(([, text]) => /[<>&"]/.test(text))).toEqual([]);
	});

	it('writes its letters and digits its own way', () => {
		const foreign = texts.filter(([, text]) => {
			if (language === 'fa') return NOT_PERSIAN.test(text) || /[03-9]/.test(text);
			return language === 'ar' && (NOT_ARABIC.test(text) || /[۰-۹]/.test(text));
		});
		expect(foreign).toEqual([]);
	});

	it('names every built-in stage, owner and journey', () => {
		for (const definition of Object.values(BUILT_IN_DEFINITIONS)) {
			expect(journeyLabel(definition, language)).toBe(
				Object(textsIn(language).journeys)[definition.name],
			);
			for (const stage of definition.stages) {
				expect(stageLabel(stage, language)).toBe(Object(textsIn(language).stages)[stage.name]);
				expect(ownerLabel(stage.owner, language)).toBe(
					Object(textsIn(language).owners)[stage.owner],
				);
			}
		}
	});

	it('names every event type that moves a built-in journey', () => {
		const types = Object.values(BUILT_IN_DEFINITIONS).flatMap((definition) => {
			const { byType, goals, exits } = indexOf(definition);
			return [...byType.keys(), ...goals.keys(), ...exits.keys()];
		});
		expect(
			types.filter((type) => !(NAMED_EVENT_TYPES as readonly string[]).includes(type)),
		).toEqual([]);
	});
});

describe('a number before a noun', () => {
	const answered = (language: Language, n: number): string =>
		textsIn(language).report.sampleSize(numbersIn(language).counted(n));
	const short = (language: Language, gap: number): string => {
		const params = { n: 40, mean: 50, low: 40, high: 60, target: 60, gap };
		const options = { confidence: 0.95, minimumSample: 30, hideBelow: 10, plans: [] };
		return verdictSentence({ code: 'below_target', params }, { options, judged: 3 }, language);
	};

	it.each([
		[0, 'لا إجابات'],
		[1, 'إجابة واحدة'],
		[2, 'إجابتان'],
		[7, '7 إجابات'],
		[40, '40 إجابة'],
		[103, '103 إجابات'],
		[200, '200 إجابة'],
	])('has the plural that Arabic has after %d', (n, text) => {
		expect(answered('ar', n)).toBe(text);
	});

	it('has the singular after one in Greek and English, and never a plural in Persian', () => {
		expect([answered('el', 1), answered('el', 21)]).toEqual(['1 απάντηση', '21 απαντήσεις']);
		expect([answered('en', 1), answered('en', 21)]).toEqual(['1 answer', '21 answers']);
		expect([answered('fa', 1), answered('fa', 21)]).toEqual(['۱ پاسخ', '۲۱ پاسخ']);
	});

	it('has the plural of its decimals, as they are written', () => {
		expect(short('ar', 2.04)).toContain('أقل بمقدار نقطتين (');
		expect(short('ar', 3.5)).toContain('أقل بمقدار 3.5 نقطة (');
		expect(short('ar', 4)).toContain('أقل بمقدار 4.0 نقاط (');
		expect(short('el', 1)).toContain('1,0 μονάδα λιγότερο');
		expect(short('en', 1)).toContain('1.0 points short');
	});
});

describe('a list of names', () => {
	it('has no comma before the last one in Persian', () => {
		const names = ['خرید', 'تمدید', 'استفاده'];
		expect(numbersIn('fa').list(names).replaceAll('\u200f', '')).toBe('خرید، تمدید و استفاده');
		expect(numbersIn('ar').list(['الشراء', 'الاستخدام'])).toBe('الشراء والاستخدام');
		expect(numbersIn('el').list(['Αγορά', 'Χρήση'])).toBe('Αγορά και Χρήση');
	});
});

describe('labels', () => {
	it('keep a stage name the business has changed', () => {
		expect(stageLabel({ name: 'purchase', displayName: 'Kauf' }, 'fa')).toBe('Kauf');
		expect(stageLabel({ name: 'purchase', displayName: 'Purchase' }, 'fa')).toBe('خرید');
	});

	it('turn an unknown type into words', () => {
		expect(eventLabel('other:window_display', 'el')).toBe('window display');
		expect(eventLabel('constructor', 'en')).toBe('constructor');
	});

	it('tell all segments from customers without one', () => {
		expect(segmentLabel(null, 'en')).toBe('All segments');
		expect(segmentLabel('', 'en')).toBe('No segment');
		expect(segmentLabel('loyal', 'en')).toBe('loyal');
	});
});

describe('numbers and times', () => {
	const summer = Date.UTC(2026, 6, 1, 12, 30);

	it('are written as each language has them', () => {
		expect(numbersIn('en').points(1234.56)).toBe('1,234.6');
		expect(numbersIn('el').points(1234.56)).toBe('1.234,6');
		expect(numbersIn('fa').points(1234.56)).toBe('۱٬۲۳۴٫۶');
		expect(numbersIn('ar').points(1234.56)).toBe('1,234.6');
		expect(numbersIn('en').signedPoints(3.04)).toBe('+3.0');
		expect(numbersIn('en').signedPoints(-0.04)).toBe('0.0');
	});

	it('stand in the calendar and the zone of the reader', () => {
		expect(timesIn('fa', 'Asia/Tehran')(summer)).toContain('۱۰ تیر ۱۴۰۵');
		expect(timesIn('fa', 'Asia/Tehran')(summer)).toContain('۱۶:۰۰');
		expect(timesIn('el', 'Europe/Athens')(summer)).toContain('1 Ιουλίου 2026');
		expect(() => timesIn('en', 'Nowhere/City')).toThrow(RangeError);
	});

	it('use the largest unit of time that fits', () => {
		const { duration } = numbersIn('en');
		expect([duration(90_000), duration(5_400_000), duration(129_600_000)]).toEqual([
			'1.5 minutes',
			'1.5 hours',
			'1.5 days',
		]);
	});

	it('name the currency as each language does', () => {
		const money = (language: Language, amount: string, currency: string): string =>
			numbersIn(language).money({ amount, currency });
		expect(money('fa', '250000', 'IRR')).toBe('۲۵۰٬۰۰۰ ریال');
		expect(money('fa', '12.5', 'EUR')).toBe('۱۲٫۵۰ یورو');
		expect(money('el', '12.5', 'EUR')).toBe('12,50\u00a0€');
		expect(money('ar', '12.5', 'EUR')).toBe('\u200f12.50\u00a0€');
	});

	it('keep every digit of an amount', () => {
		expect(numbersIn('en').money({ amount: '90071992547409931.25', currency: 'EUR' })).toBe(
			'€90,071,992,547,409,931.25',
		);
	});
});
