import type { Arm } from './experiment';

/** Customers of an experiment who were first drawn into one arm, under one set of weights. */
export interface ArmCount {
	readonly experiment: string;
	/** All arms at the time of the draw. */
	readonly arms: readonly Arm[];
	readonly arm: string;
	readonly customers: number;
	/** How many of them have ordered since their draw, cancelled orders left out. */
	readonly buyers: number;
	/** How many of them were merged with somebody in another arm. */
	readonly mixed: number;
}
