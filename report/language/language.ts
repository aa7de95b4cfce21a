import { ar } from './ar';
import { el } from './el';
import { en } from './en';
import { fa } from './fa';
import type { Texts } from './texts';

export const LANGUAGES = ['en', 'fa', 'ar', 'el'] as const;

export type Language = (typeof LANGUAGES)[number];

export type Direction = 'ltr' | 'rtl';

const TEXTS: Readonly<Record<Language, Texts>> = { en, fa, ar, el };

const DIRECTIONS: Readonly<Record<Language, Direction>> = {
	en: 'ltr',
	fa: 'rtl',
	ar: 'rtl',
	el: 'ltr',
};

/** Gives all words of a language. */
export function textsIn(language: Language): Texts {
	return TEXTS[language];
}

/** Gives the direction a language is written in. */
export function directionOf(language: Language): Direction {
	return DIRECTIONS[language];
}
