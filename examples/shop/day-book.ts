import type { DayCounts } from '../../host/day';

/** The player's own count of what it sent and what was answered, and of everything that was not as it should be. */
export class DayBook {
	#sent = 0;
	#accepted = 0;
	#refused = 0;
	#duplicate = 0;
	readonly #disagreements: string[] = [];

	/** Counts a delivery that had to be taken. */
	taken(what: string, status: number): void {
		this.#sent += 1;
		if (status >= 200 && status < 300) this.#accepted += 1;
		else this.disagree(`${what} was answered ${status} instead of 2xx`);
	}

	/** Counts a delivery that repeats an earlier one: taken again, so that the sender stops, and counted once. */
	repeated(what: string, status: number): void {
		this.taken(what, status);
		this.#duplicate += 1;
	}

	/** Counts a delivery that had to be refused with one of these statuses. */
	turnedAway(what: string, status: number, refusedWith: readonly number[]): void {
		this.#sent += 1;
		if (status >= 400 && status < 500) this.#refused += 1;
		if (!refusedWith.includes(status)) {
			this.disagree(`${what} was answered ${status} instead of ${refusedWith.join(' or ')}`);
		}
	}

	/** Notes a disagreement unless both are the same. */
	compare(what: string, found: unknown, expected: unknown): void {
		const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
		if (a !== b) this.disagree(`${what}: ${a} instead of ${b}`);
	}

	disagree(sentence: string): void {
		this.#disagreements.push(sentence);
	}

	get deliveries(): DayCounts['deliveries'] {
		return {
			sent: this.#sent,
			accepted: this.#accepted,
			refused: this.#refused,
			duplicate: this.#duplicate,
		};
	}

	get disagreements(): readonly string[] {
		return this.#disagreements;
	}
}
