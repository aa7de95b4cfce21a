import type { GapVerdict } from '../../journey/gaps/gap-analysis';
import type { Direction } from '../language/language';
import { svgText } from './svg-text';
import { verdictSign } from './verdict-style';

/** One entry: a picture drawn around a point, and its words. */
export interface LegendEntry {
	readonly draw: (x: number, y: number) => string;
	readonly text: string;
}

/** Gives the legend entry of a verdict. */
export function verdictEntry(verdict: GapVerdict, text: string): LegendEntry {
	return { text, draw: (x, y) => verdictSign(verdict, x, y) };
}

/** Gives one row of entries, evenly spaced from the side where reading begins. */
export function legendRow(
	entries: readonly LegendEntry[],
	{ start, width, y }: { readonly start: number; readonly width: number; readonly y: number },
	direction: Direction,
): string {
	const forward = direction === 'ltr' ? 1 : -1;
	const slot = width / entries.length;
	return entries
		.map(({ draw, text }, index) => {
			const x = start + forward * (index * slot + 10);
			const side = direction === 'ltr' ? 'left' : 'right';
			const words = svgText(x + forward * 15, y + 4, text, direction, {
				side,
				size: 12,
				fill: '#46535f',
			});
			return draw(x, y) + words;
		})
		.join('');
}
