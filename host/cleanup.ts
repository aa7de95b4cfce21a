/** Things that run, and how to stop them: the last started is stopped first. */
export class Cleanup {
	readonly #stops: (() => Promise<void>)[] = [];

	/** Remembers how to stop something that has just been started. */
	add(stop: () => Promise<void>): void {
		this.#stops.push(stop);
	}

	/** Stops everything, also when one of them fails, and throws the first failure at the end. */
	async run(): Promise<void> {
		const failures: unknown[] = [];
		for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
			await stop().catch((error: unknown) => failures.push(error));
		}
		if (failures.length > 0) throw failures[0];
	}
}
