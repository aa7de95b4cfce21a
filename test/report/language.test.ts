import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { indexOf } from '../../journey/stages/definition-index';
import { LANGUAGES, type Language, textsIn } from '../../report/language/language';
import { NAMED_EVENT_TYPES } from '../../report/language/names';
import { numbersIn, timesIn } from '../../report/language/format';
import {
	eventLabel,
	journeyLabel,
	ownerLabel,
	segmentLabel,
	stageLabel,
} from '../../report/labels';

/** Every text of a dictionary with where it stands; functions are called with marks for their parts. */
function allTexts(language: Language): readonly (readonly [where: string, text: string])[] {
	const marks = new Proxy({}, { get: () => '1' });
	const walk = (value: unknown, where: string): (readonly [string, string])[] => {
		if (typeof value === 'string') return [[where, value]];
		if (typeof value === 'function') {
			return walk(
				value.length === 1 && /method|reasons/.test(where) ? value(marks) : value('1', '2'),
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

	it('keep every digit of an amount', () => {
		expect(numbersIn('en').money({ amount: '90071992547409931.25', currency: 'EUR' })).toBe(
			'€90,071,992,547,409,931.25',
		);
	});
});
