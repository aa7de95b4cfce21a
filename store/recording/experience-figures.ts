import type { Transaction } from '../database';
import { toHundredths, type HistoryEntry } from './touchpoint-row';

/** Where a touchpoint counts: the stage and the segment of its customer at its time. */
export interface Stamp {
	readonly stage: string | null;
	readonly segment: string;
}

/**
 * Collects changes to the experience figures and writes each cell once. Counts of whole scores add up to the same
 * figures in every order, and a touchpoint that moves to another cell is taken out of the old one exactly.
 */
export class ExperienceFigures {
	readonly #definition: string;
	readonly #changes = new Map<string, { cell: readonly (string | number)[]; answers: number }>();

	constructor(definition: string) {
		this.#definition = definition;
	}

	/** Adds (1) or takes away (-1) one touchpoint in the cell of its stamp; without a score or a stage it counts nowhere. */
	count(touchpoint: HistoryEntry, stamp: Stamp, answers: 1 | -1): void {
		if (touchpoint.score === undefined || touchpoint.metric === null || stamp.stage === null)
			return;
		const cell = [
			this.#definition,
			stamp.segment,
			stamp.stage,
			touchpoint.type,
			touchpoint.channel,
			touchpoint.metric,
			toHundredths(touchpoint.score),
		];
		const key = JSON.stringify(cell);
		const change = this.#changes.get(key) ?? { cell, answers: 0 };
		change.answers += answers;
		this.#changes.set(key, change);
	}

	async write(transaction: Transaction): Promise<void> {
		await transaction.runMany(
			`INSERT INTO experience (definition, segment, stage, type, channel, metric, score, answers)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (definition, segment, stage, type, channel, metric, score)
				DO UPDATE SET answers = experience.answers + excluded.answers`,
			[...this.#changes.values()]
				.filter(({ answers }) => answers !== 0)
				.map(({ cell, answers }) => [...cell, answers]),
		);
	}
}
