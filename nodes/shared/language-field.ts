import type { INodeProperties } from 'n8n-workflow';
import { LANGUAGES, type Language } from '../../report/language/language';

const NAMES: Readonly<Record<Language, string>> = {
	en: 'English',
	fa: 'Persian',
	ar: 'Arabic',
	el: 'Greek',
};

/** The field for the language of a page or report. */
export const languageField: INodeProperties = {
	displayName: 'Language',
	name: 'language',
	type: 'options',
	options: LANGUAGES.map((value) => ({ name: NAMES[value], value })),
	default: 'en',
	description: 'The language of its texts, numbers and times',
};
