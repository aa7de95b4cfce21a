import { escapeHtml } from '../escape-html';
import type { Direction } from '../language/language';

export const FONT_FAMILY = 'Vazirmatn, Tahoma, sans-serif';

/** Which point of the text stands at x, as seen on the screen whatever the direction of writing. */
export type Side = 'left' | 'middle' | 'right';

export interface TextStyle {
	readonly side?: Side;
	readonly size?: number;
	readonly weight?: 400 | 600 | 700;
	readonly fill?: string;
	/** A white edge, for text that may cross a line. */
	readonly halo?: boolean;
}

/** Gives the anchor in SVG's terms: start is the right end of a text written from right to left. */
function anchorOf(side: Side, direction: Direction): string {
	if (side === 'middle') return 'middle';
	return (side === 'left') === (direction === 'ltr') ? 'start' : 'end';
}

/**
 * Gives a line of text as an SVG element. The direction is always written out: without it numbers, brackets and
 * quotation marks change places in Persian and Arabic.
 */
export function svgText(
	x: number,
	y: number,
	text: string,
	direction: Direction,
	{ side = 'middle', size = 13, weight = 400, fill = '#1f2a36', halo = false }: TextStyle = {},
): string {
	const edge = halo
		? ' stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
		: '';
	return (
		`<text x="${round(x)}" y="${round(y)}" direction="${direction}" text-anchor="${anchorOf(side, direction)}" ` +
		`font-size="${size}" font-weight="${weight}" fill="${fill}"${edge}>${escapeHtml(text)}</text>`
	);
}

/** Gives a name from outside with its own direction of writing, whatever stands around it (Unicode isolates). */
export function isolated(name: string): string {
	return `\u2068${name}\u2069`;
}

/** Gives a coordinate to a tenth of a pixel. */
export function round(value: number): number {
	return Math.round(value * 10) / 10;
}

/** Gives a whole chart that stands alone as a file, with its description for those who cannot see it. */
export function svgDocument(
	width: number,
	height: number,
	direction: Direction,
	language: string,
	description: string,
	content: string,
): string {
	const label = escapeHtml(description);
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
		`direction="${direction}" xml:lang="${language}" role="img" aria-label="${label}" font-family="${FONT_FAMILY}">` +
		`<title>${label}</title>${content}</svg>`
	);
}
