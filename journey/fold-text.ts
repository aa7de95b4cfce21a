const ASCII = /^[\x00-\x7f]*$/;
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const ZERO_WIDTH = /[\u200b-\u200d\u2060]/g;
const LOCAL_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g;

/** Vowel signs, hamza and madda above or below, Koranic marks and the tatweel that only stretches a word. */
const ARABIC_MARKS =
	/[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]/g;
/** Accents are dropped where readers drop them too, on Latin and Greek letters; Cyrillic й stays another letter than и. */
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu;

/** Letters that keyboards of the same language write in two ways. */
const SAME_LETTERS: ReadonlyMap<string, string> = new Map([
	['\u064a', '\u06cc'], // Arabic yeh -> Persian yeh
	['\u0649', '\u06cc'], // alef maksura -> Persian yeh
	['\u0643', '\u06a9'], // Arabic kaf -> Persian kaf
	['\u0629', '\u0647'], // teh marbuta -> heh
	['\u06d5', '\u0647'], // ae (base of heh with yeh above) -> heh
	['\u06c1', '\u0647'], // heh goal -> heh
	['\u0671', '\u0627'], // alef wasla -> alef
	['\u03c2', '\u03c3'], // final sigma -> sigma
]);
const LETTERS_TO_FOLD = new RegExp(`[${[...SAME_LETTERS.keys()].join('')}]`, 'g');

/** Gives the text with Persian, Arabic-Indic and full-width digits as 0 to 9 (the low four bits of each are its value). Pure. */
export function foldDigits(text: string): string {
	return text.replace(LOCAL_DIGITS, (digit) => String(digit.charCodeAt(0) & 0x0f));
}

/** Gives the text without marks that set the writing direction and without zero-width characters. Pure. */
export function stripInvisible(text: string): string {
	return text.replace(DIRECTION_MARKS, '').replace(ZERO_WIDTH, '');
}

/**
 * Gives a key under which spellings of one word meet: case, accents, vowel signs, Arabic and Persian forms of yeh, kaf,
 * heh and alef, digits, white space and the zero-width non-joiner (read as a space) make no difference.
 * For comparing only: it loses letters, so the text as written is what is kept and shown. Pure.
 */
export function foldForMatching(text: string): string {
	if (ASCII.test(text)) return text.toLowerCase().replace(/\s+/g, ' ').trim();
	return foldDigits(text.normalize('NFKD').toLowerCase())
		.replace(DIRECTION_MARKS, '')
		.replace(/[\u200b\u200c]+/g, ' ')
		.replace(ZERO_WIDTH, '')
		.replace(ARABIC_MARKS, '')
		.replace(ACCENTS, '')
		.replace(LETTERS_TO_FOLD, (letter) => SAME_LETTERS.get(letter) ?? letter)
		.normalize('NFC')
		.replace(/\s+/g, ' ')
		.trim();
}
