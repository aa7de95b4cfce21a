import * as fc from 'fast-check';
import { foldDigits, foldForMatching, stripInvisible } from '../../journey/fold-text';

test.each([
	['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
	['٠١٢٣٤٥٦٧٨٩', '0123456789'],
	['０１２３４５６７８９', '0123456789'],
	['room ۱۲', 'room 12'],
])('reads the digits of %s as 0 to 9', (text, expected) => expect(foldDigits(text)).toBe(expected));

test('takes out marks that only set the direction, and zero-width characters', () => {
	expect(stripInvisible('\u200f\u202aneda\u202c\u2066@\u2069\ufeffa\u200c\u200b.ir\u061c')).toBe(
		'neda@a.ir',
	);
});

describe.each([
	['Arabic and Persian yeh and kaf', 'كتاب علي', 'کتاب علی'],
	['alef maksura', 'موسى', 'موسی'],
	['hamza and madda on alef, waw and yeh', 'أحمد آب مؤمن مسئول', 'احمد اب مومن مسیول'],
	['teh marbuta', 'فاطمة', 'فاطمه'],
	['heh with yeh above', 'خانۀ', 'خانه'],
	['vowel signs and tatweel', 'سَلَامـــٌ', 'سلام'],
	['a zero-width non-joiner and a space', 'می\u200cشود', 'می شود'],
	['digits of three scripts', 'طبقه ۳', 'طبقه 3'],
	['presentation forms', 'ﻼﺒﺳ', 'لابس'],
	['case, accents and the final sigma of Greek', 'ΑΘΗΝΑΣ Αθήνας', 'αθηνασ αθηνασ'],
	['accents of Latin', 'Café RÉSUMÉ', 'cafe resume'],
	['white space', '  two \t words\n', 'two words'],
	['direction marks', '\u200fTehran\u200e', 'tehran'],
])('for matching, %s', (_name, text, expected) => {
	test('make no difference', () => {
		expect(foldForMatching(text)).toBe(expected);
		expect(foldForMatching(expected)).toBe(expected);
	});
});

test('for matching, other letters stay apart', () => {
	for (const [one, other] of [
		['и', 'й'],
		['کتاب', 'کباب'],
		['ه', 'ح'],
		['a', 'b'],
	]) {
		expect(foldForMatching(one ?? '')).not.toBe(foldForMatching(other ?? ''));
	}
});

test('folding what is folded changes nothing', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			const once = foldForMatching(text);
			expect(foldForMatching(once)).toBe(once);
		}),
	);
});
