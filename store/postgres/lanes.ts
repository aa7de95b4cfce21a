/** After so many transactions without a lost race another lane is opened: at least so many, and after many losses at most. */
const FEWEST_BEFORE_ANOTHER = 10;
const MOST_BEFORE_ANOTHER = 160;

/**
 * How many transactions of one process write at once. While none loses a race, as many as there are connections. The
 * fewer customers a store has the more often they meet: on the same row, or on the same page of an index, which is how
 * exactly PostgreSQL watches what a serialisable transaction has looked for. Then most of the work is done twice, and fewer at
 * once are faster: with 10 and with 1,000 customers one at a time recorded twice as many as four.
 */
export class Lanes {
	readonly #most: number;
	#open: number;
	#busy = 0;
	#keptInARow = 0;
	#beforeAnother = FEWEST_BEFORE_ANOTHER;
	readonly #waiting: (() => void)[] = [];

	/** `most` is the number of connections; with all lanes open nobody waits here, but for a connection. */
	constructor(most: number) {
		this.#most = most;
		this.#open = most;
	}

	/** Whether they only go one after the other. */
	get isSingle(): boolean {
		return this.#open === 1 && this.#most > 1;
	}

	/** Runs `work` when it is its turn; first come, first served. */
	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.#waiting.length > 0 || this.#isFull()) {
			await new Promise<void>((turn) => this.#waiting.push(turn));
		} else this.#busy += 1;
		try {
			return await work();
		} finally {
			this.#busy -= 1;
			this.#admit();
		}
	}

	/** Closes a lane, and tries another one less soon. */
	lost(): void {
		this.#keptInARow = 0;
		this.#beforeAnother = Math.min(this.#beforeAnother * 2, MOST_BEFORE_ANOTHER);
		this.#open = Math.max(1, this.#open - 1);
	}

	/** Opens a lane once enough went well. */
	kept(): void {
		if (this.#open === this.#most || ++this.#keptInARow < this.#beforeAnother) return;
		this.#keptInARow = 0;
		this.#beforeAnother = Math.max(this.#beforeAnother / 2, FEWEST_BEFORE_ANOTHER);
		this.#open += 1;
	}

	#isFull(): boolean {
		return this.#open < this.#most && this.#busy >= this.#open;
	}

	#admit(): void {
		while (this.#waiting.length > 0 && !this.#isFull()) {
			this.#busy += 1;
			this.#waiting.shift()?.();
		}
	}
}
