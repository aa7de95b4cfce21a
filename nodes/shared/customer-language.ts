import { LANGUAGES, type Language } from '../../report/language/language';

/** Gives the language of ours that fits a customer's language tag (`fa-IR` fits `fa`); English without one. */
export function languageOf(tag: string | null): Language {
	const base = tag?.toLowerCase().split(/[-_]/)[0];
	return LANGUAGES.find((language) => language === base) ?? 'en';
}

/** Gives the text for a customer's language tag: that of the whole tag, of its first part, else the English one. */
export function textFor(tag: string | null, texts: Readonly<Record<string, string>>): string {
	const byTag = new Map(Object.entries(texts).map(([key, text]) => [key.toLowerCase(), text]));
	const whole = (tag ?? '').toLowerCase().replaceAll('_', '-');
	return byTag.get(whole) ?? byTag.get(whole.split('-')[0] ?? '') ?? byTag.get('en') ?? '';
}
