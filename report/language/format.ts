import type { Money } from '../../journey/touchpoint';
import type { Language } from './language';
import type { Counted } from './texts';

/** Persian readers expect their own calendar and digits; the others get what `Intl` gives for their language. */
const LOCALES: Readonly<Record<Language, string>> = {
	en: 'en',
	fa: 'fa-IR-u-ca-persian-nu-arabext',
	ar: 'ar',
	el: 'el',
};

/** `Intl` puts one before the last name, as American English does and Persian does not. */
const COMMA_BEFORE_AND_IN_PERSIAN = '، و ';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Writes numbers in one language. */
export interface NumberFormats {
	/** A whole number. */
	readonly count: (value: number) => string;
	/** A whole number before a noun. */
	readonly counted: (value: number) => Counted;
	/** Points of the experience score, with one decimal. */
	readonly points: (value: number) => string;
	/** The same before a noun. */
	readonly countedPoints: (value: number) => Counted;
	/** Points with one decimal and always a sign, for distances. */
	readonly signedPoints: (value: number) => string;
	/** Up to two decimals, as many as are needed. */
	readonly plain: (value: number) => string;
	/** With two decimals, for figures that are compared by eye. */
	readonly hundredths: (value: number) => string;
	/** A share from 0 to 1 as per cent, with up to one decimal. */
	readonly share: (value: number) => string;
	/** Per cent, 0 to 100, with as many decimals as an offer may promise. */
	readonly percent: (value: number) => string;
	readonly money: (money: Money) => string;
	/** A time span in milliseconds, in days, hours or minutes, whichever is the largest that fits. */
	readonly duration: (spanMs: number) => string;
	/** `a, b and c`. */
	readonly list: (parts: readonly string[]) => string;
}

const made = new Map<Language, NumberFormats>();

/** Gives the number formats of a language; made once, since `Intl` takes longer to make them than to use them. */
export function numbersIn(language: Language): NumberFormats {
	const formats = made.get(language) ?? makeNumbers(language);
	made.set(language, formats);
	return formats;
}

function makeNumbers(language: Language): NumberFormats {
	const locale = LOCALES[language];
	const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
	const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
	const points = new Intl.NumberFormat(locale, tenths);
	const countForms = new Intl.PluralRules(locale);
	const pointForms = new Intl.PluralRules(locale, tenths);
	const signed = new Intl.NumberFormat(locale, { ...tenths, signDisplay: 'exceptZero' });
	const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
	const hundredths = new Intl.NumberFormat(locale, {
		minimumFractionDigits: 2,
		maximumFractionDigits: 2,
	});
	const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
	const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 });
	const list = new Intl.ListFormat(locale);
	const span = (value: number, unit: 'day' | 'hour' | 'minute'): string =>
		new Intl.NumberFormat(locale, {
			style: 'unit',
			unit,
			unitDisplay: 'long',
			maximumFractionDigits: 1,
		}).format(value);
	return {
		count: (value) => count.format(value),
		counted: (value) => ({ text: count.format(value), form: countForms.select(value) }),
		points: (value) => points.format(value),
		countedPoints: (value) => ({ text: points.format(value), form: pointForms.select(value) }),
		signedPoints: (value) => signed.format(value),
		plain: (value) => plain.format(value),
		hundredths: (value) => hundredths.format(value),
		share: (value) => share.format(value),
		percent: (value) => percent.format(value / 100),
		money: (money) => moneyIn(locale, money),
		duration: (spanMs) => {
			if (spanMs >= DAY_MS) return span(spanMs / DAY_MS, 'day');
			if (spanMs >= HOUR_MS) return span(spanMs / HOUR_MS, 'hour');
			return span(spanMs / MINUTE_MS, 'minute');
		},
		list: (parts) =>
			list
				.formatToParts(parts)
				.map(({ type, value }) =>
					type === 'literal' && value === COMMA_BEFORE_AND_IN_PERSIAN ? ' و ' : value,
				)
				.join(''),
	};
}

/**
 * Persian writes the currency after the amount and in words, where `Intl` puts a sign before it. The amount stays a
 * decimal text: as a number, large sums would lose their last digits.
 */
function moneyIn(locale: string, { amount, currency }: Money): string {
	const write = (currencyDisplay: 'symbol' | 'name'): Intl.NumberFormat =>
		new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay });
	if (locale !== LOCALES.fa) return write('symbol').format(amount as `${number}`);
	const sign = write('symbol')
		.formatToParts(0)
		.find(({ type }) => type === 'currency')?.value;
	const parts = write('name').formatToParts(amount as `${number}`);
	const isWord = /\p{Script=Arabic}/u.test(sign ?? '');
	return parts.map(({ type, value }) => (type === 'currency' && isWord ? sign : value)).join('');
}

/**
 * Gives a writer of times (epoch milliseconds) as date and wall time of an IANA zone.
 * Throws `RangeError` for a zone that `Intl` does not know.
 */
export function timesIn(language: Language, zone: string): (timeMs: number) => string {
	const format = new Intl.DateTimeFormat(LOCALES[language], {
		dateStyle: 'long',
		timeStyle: 'short',
		timeZone: zone,
	});
	return (timeMs) => format.format(timeMs);
}
