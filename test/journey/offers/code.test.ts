import fc from 'fast-check';
import { CODE_RANDOM_BYTES, newCode, readCode } from '../../../journey/offers/code';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomBytes = fc.uint8Array({ minLength: CODE_RANDOM_BYTES, maxLength: CODE_RANDOM_BYTES });
const code = randomBytes.map(newCode);

/** Twelve codes whose symbols cover the alphabet at every place well enough; the scheme is linear, so any would do. */
const SAMPLES = Array.from({ length: 12 }, (_, n) =>
	newCode(
		Uint8Array.from({ length: 8 }, (__, place) => (n * 89 + place * 151 + n * place * 37) % 256),
	),
);

function plain(code: string): string {
	return code.replaceAll('-', '');
}

/** Puts the one symbol at `place` that makes a code of the others. */
function completeAt(symbols: string[], place: number): void {
	for (const symbol of ALPHABET) {
		symbols[place] = symbol;
		if (readCode(symbols.join('')).ok) return;
	}
	throw new Error(`No symbol at ${place} makes a code`);
}

describe('a new code', () => {
	test('is twelve symbols of sixty bits and a check symbol, in groups', () => {
		expect(newCode(new Uint8Array(8))).toBe('00000-00000-000');
		expect(newCode(new Uint8Array(8).fill(255))).toMatch(/^ZZZZZ-ZZZZZ-ZZ[0-9A-Z]$/);
		expect(newCode(Uint8Array.from([0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb0]))).toMatch(
			/^01234-56789-AB./,
		);
	});

	test('uses each of its sixty bits', () => {
		const codes = new Set(
			Array.from({ length: 60 }, (_, bit) => {
				const bytes = new Uint8Array(8);
				bytes[bit >> 3] = 128 >> (bit & 7);
				return newCode(bytes);
			}),
		);
		expect(codes.size).toBe(60);
		expect(codes.has('00000-00000-000')).toBe(false);
	});

	test('is written in symbols that URLs and QR codes keep as they are', () => {
		fc.assert(
			fc.property(code, (text) => {
				expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{3}$/);
				expect(encodeURIComponent(text)).toBe(text);
			}),
		);
	});

	test('is the same for a view into a larger buffer', () => {
		const bytes = Uint8Array.from({ length: 24 }, (_, place) => place * 9);
		expect(newCode(bytes.subarray(8))).toBe(newCode(bytes.slice(8)));
	});

	test('is refused when there is too little randomness', () => {
		expect(() => newCode(new Uint8Array(7))).toThrow(
			new RangeError('A code needs 8 random bytes; newCode was given 7'),
		);
	});
});

describe('reading a code', () => {
	test('gives back what newCode wrote', () => {
		fc.assert(
			fc.property(code, (text) => expect(readCode(text)).toEqual({ ok: true, code: text })),
		);
	});

	test('does not mind case, grouping, look-alikes, digits of other scripts and bidi marks', () => {
		const persian = (text: string) =>
			text.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'.charAt(Number(digit)));
		const arabic = (text: string) =>
			text.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'.charAt(Number(digit)));
		fc.assert(
			fc.property(code, (text) => {
				for (const typed of [
					text.toLowerCase(),
					plain(text),
					plain(text).split('').join(' '),
					`  ${text.replaceAll('-', '\u2013')}\n`,
					text.replaceAll('-', '\u2212'),
					text.replaceAll('0', 'O').replaceAll('1', 'I'),
					text.replaceAll('0', 'o').replaceAll('1', 'l'),
					text.replaceAll('1', 'L'),
					text.replaceAll('1', 'i'),
					persian(text),
					arabic(text),
					`\u2067\u200f${text}\u200e\u2069`,
					text.replaceAll('-', '\u200c-\u00ad'),
				]) {
					expect(readCode(typed)).toEqual({ ok: true, code: text });
				}
			}),
		);
	});

	test.each([
		['empty', ''],
		['empty', ' \u200f-\n'],
		['bad_character', '00000-00000-00U'],
		['bad_character', '00000-00000-00*'],
		['bad_character', '00000-00000-00ß'],
		['bad_character', '00000-00000-00\u{1f600}'],
		['bad_character', 'سلام'],
		['wrong_length', '00000-00000-00'],
		['wrong_length', '00000-00000-0000'],
		['wrong_length', '0'.repeat(100_000)],
		['wrong_length', '-'.repeat(201)],
		['wrong_check', '00000-00000-001'],
	])('says %s of %j', (why, text) => {
		expect(readCode(text)).toEqual({ ok: false, why });
	});

	test('finds every single wrong symbol, at every place', () => {
		let tried = 0;
		for (const sample of SAMPLES.map(plain)) {
			for (let place = 0; place < sample.length; place++) {
				for (const symbol of ALPHABET) {
					if (symbol === sample[place]) continue;
					const wrong = sample.slice(0, place) + symbol + sample.slice(place + 1);
					expect(readCode(wrong)).toEqual({ ok: false, why: 'wrong_check' });
					tried++;
				}
			}
		}
		expect(tried).toBe(12 * 13 * 31);
	});

	test('finds every swap of two different symbols, for every pair of places and symbols', () => {
		let found = 0;
		for (let first = 0; first < 13; first++) {
			for (let second = first + 1; second < 13; second++) {
				const third = [0, 1, 2].find((place) => place !== first && place !== second) as number;
				for (const a of ALPHABET) {
					for (const b of ALPHABET.slice(ALPHABET.indexOf(a) + 1)) {
						const symbols = plain(SAMPLES[1] as string).split('');
						symbols[first] = a;
						symbols[second] = b;
						completeAt(symbols, third);
						symbols[first] = b;
						symbols[second] = a;
						if (!readCode(symbols.join('')).ok) found++;
					}
				}
			}
		}
		expect(found).toBe(78 * 496);
	});

	test('takes one text in 32 that was made up', () => {
		const texts = ALPHABET.split('').map((symbol) => `7K3QX-0V9TM-E2${symbol}`);
		expect(texts.filter((text) => readCode(text).ok)).toHaveLength(1);
	});

	test('never reads a code with one changed character as another code', () => {
		const character = fc.oneof(
			fc.constantFrom(...ALPHABET, ...ALPHABET.toLowerCase(), ...'OoIiLlUu۰۱۹٠١٩*~$= -'),
			fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
		);
		fc.assert(
			fc.property(code, fc.nat({ max: 14 }), character, (text, place, changed) => {
				const reading = readCode(text.slice(0, place) + changed + text.slice(place + 1));
				if (reading.ok) expect(reading.code).toBe(text);
			}),
			{ numRuns: 5000 },
		);
	});
});
