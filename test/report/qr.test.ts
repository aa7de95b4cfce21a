import { XMLParser } from 'fast-xml-parser';
import decodeQR from 'qr/decode.js';
import { qrGif, qrSvg } from '../../report/qr';
import { xmlFault } from './read-html';

const TEXTS = [
	'https://shop.example/r?code=K7QM2XTP9RWD4',
	'https://shop.example/webhook/redeem?code=K7QM2XTP9RWD4&where=شعبهٔ ۱۲',
	`https://shop.example/${'a'.repeat(600)}`,
];

interface Picture {
	readonly width: number;
	readonly height: number;
	/** Whether a pixel is dark. */
	readonly dark: (x: number, y: number) => boolean;
}

/** Reads a picture as a phone would, from its pixels alone, `scale` pixels for one of the picture's. */
function scan({ width, height, dark }: Picture, scale: number): string {
	const data = new Uint8Array(width * height * scale * scale * 4).fill(255);
	for (let y = 0; y < height * scale; y += 1) {
		for (let x = 0; x < width * scale; x += 1) {
			if (dark(Math.floor(x / scale), Math.floor(y / scale)))
				data.fill(0, (y * width * scale + x) * 4, (y * width * scale + x) * 4 + 3);
		}
	}
	return decodeQR({ width: width * scale, height: height * scale, data });
}

/** Draws the dark path of the SVG: bars of one module's height. */
function picture(svg: string): Picture {
	const parsed = new XMLParser({ ignoreAttributes: false }).parse(svg);
	const [width, height] = (parsed.svg['@_viewBox'] as string).split(' ').slice(2).map(Number) as [
		number,
		number,
	];
	const modules = new Set<string>();
	const bars = parsed.svg.path[1]['@_d'] as string;
	const drawn = bars.replace(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g, (_, x, y, length, back) => {
		expect(back).toBe(length);
		for (let i = 0; i < Number(length); i += 1) modules.add(`${Number(x) + i} ${y}`);
		return '';
	});
	expect(drawn).toBe('');
	return { width, height, dark: (x, y) => modules.has(`${x} ${y}`) };
}

/** Reads an uncompressed GIF (CompuServe 1987): a clear code in front of each block keeps every code at eight bits. */
function readGif(gif: Uint8Array): Picture {
	const view = new DataView(gif.buffer, gif.byteOffset, gif.byteLength);
	expect(new TextDecoder('ascii').decode(gif.subarray(0, 6))).toBe('GIF87a');
	const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
	const colours = 2 << (gif[10]! & 7);
	let at = 13 + colours * 3 + 10 + 1;
	const pixels: number[] = [];
	for (let length = gif[at]!; length > 0; length = gif[at]!) {
		const block = gif.subarray(at + 1, at + 1 + length);
		pixels.push(...block.filter((code) => code < 0x80));
		at += 1 + length;
	}
	expect(pixels).toHaveLength(width * height);
	const brightness = (colour: number): number => gif[13 + colour * 3]!;
	return { width, height, dark: (x, y) => brightness(pixels[y * width + x]!) < 128 };
}

describe('a QR code', () => {
	it.each(TEXTS)('is read back from its SVG: %s', (text) => {
		const svg = qrSvg(text);
		expect(xmlFault(svg)).toBeNull();
		expect(scan(picture(svg), 4)).toBe(text);
	});

	it.each(TEXTS)('is read back from its GIF: %s', (text) => {
		expect(scan(readGif(qrGif(text)), 1)).toBe(text);
	});

	it('has four light modules around it', () => {
		const { width, height, dark } = picture(qrSvg(TEXTS[0]!));
		for (let i = 0; i < width; i += 1) {
			for (const edge of [0, 1, 2, 3]) {
				expect(
					dark(i, edge) || dark(edge, i) || dark(i, height - 1 - edge) || dark(width - 1 - edge, i),
				).toBe(false);
			}
		}
		expect(dark(4, 4)).toBe(true);
	});

	it('is large enough on a phone: six pixels a module', () => {
		expect(readGif(qrGif(TEXTS[0]!)).width).toBe(picture(qrSvg(TEXTS[0]!)).width * 6);
	});

	it('never puts the text into the markup', () => {
		expect(qrSvg('<script>')).not.toContain('script');
	});

	it('refuses more than it can hold', () => {
		expect(() => qrSvg('ä'.repeat(1165))).not.toThrow();
		expect(() => qrSvg('ä'.repeat(1166))).toThrow('Capacity overflow');
	});
});
