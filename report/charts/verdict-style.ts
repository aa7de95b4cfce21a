import {
	symbol,
	symbolCircle,
	symbolDiamond,
	symbolTimes,
	symbolTriangle,
	type SymbolType,
} from 'd3-shape';
import type { GapVerdict } from '../../journey/gaps/gap-analysis';

/** How a verdict looks: never by colour alone, always with a sign of its own shape. */
export interface VerdictStyle {
	readonly strong: string;
	readonly tint: string;
	/** Text on the tint. */
	readonly ink: string;
	/** Judged signs are filled, the others only outlined. */
	readonly filled: boolean;
	readonly shape: SymbolType;
	readonly upsideDown: boolean;
}

/** Orange, grey and blue stay apart for every kind of colour blindness (after Okabe and Ito). */
export const VERDICT_STYLES: Readonly<Record<GapVerdict, VerdictStyle>> = {
	below: {
		strong: '#c04a00',
		tint: '#fde6d6',
		ink: '#6e2a00',
		filled: true,
		shape: symbolTriangle,
		upsideDown: true,
	},
	on: {
		strong: '#5b6b7b',
		tint: '#e9edf1',
		ink: '#334150',
		filled: true,
		shape: symbolCircle,
		upsideDown: false,
	},
	above: {
		strong: '#0b63a5',
		tint: '#dbeaf7',
		ink: '#073f6b',
		filled: true,
		shape: symbolTriangle,
		upsideDown: false,
	},
	not_enough_data: {
		strong: '#7b8794',
		tint: '#ffffff',
		ink: '#5b6b7b',
		filled: false,
		shape: symbolCircle,
		upsideDown: false,
	},
	no_target: {
		strong: '#7b8794',
		tint: '#ffffff',
		ink: '#5b6b7b',
		filled: false,
		shape: symbolDiamond,
		upsideDown: false,
	},
	hidden: {
		strong: '#7b8794',
		tint: '#ffffff',
		ink: '#5b6b7b',
		filled: false,
		shape: symbolTimes,
		upsideDown: false,
	},
};

/** Gives a verdict's sign as one SVG path around a point; `area` is its size in square pixels. */
export function verdictSign(verdict: GapVerdict, x: number, y: number, area = 90): string {
	const { strong, filled, shape, upsideDown } = VERDICT_STYLES[verdict];
	const turn = upsideDown ? ' rotate(180)' : '';
	const paint = filled
		? `fill="${strong}" stroke="#ffffff" stroke-width="1"`
		: `fill="${shape === symbolTimes ? 'none' : '#ffffff'}" stroke="${strong}" stroke-width="1.75"`;
	const outline = symbol(shape, area)();
	return `<path d="${outline}" transform="translate(${x} ${y})${turn}" ${paint}/>`;
}

/** Gives a verdict's sign as a small picture to stand in a line of text, hidden from screen readers. */
export function verdictIcon(verdict: GapVerdict): string {
	return (
		'<svg class="sign" width="14" height="14" viewBox="-8 -8 16 16" aria-hidden="true">' +
		`${verdictSign(verdict, 0, 0)}</svg>`
	);
}
