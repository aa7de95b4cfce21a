import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../nodes/shared/clock';

interface Timer {
	readonly at: number;
	readonly call: () => void;
}

const TURNS = 40;

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
	#now: number;
	readonly #timers = new Set<Timer>();

	constructor(now: number) {
		this.#now = now;
	}

	now(): number {
		return this.#now;
	}

	after(ms: number, call: () => void): () => void {
		const timer = { at: this.#now + ms, call };
		this.#timers.add(timer);
		return () => this.#timers.delete(timer);
	}

	/** Moves the time on, and lets everything that was to happen until then happen in its order. */
	async advance(ms: number): Promise<void> {
		const end = this.#now + ms;
		await this.settle();
		for (let [next] = this.#inOrder(); next && next.at <= end; [next] = this.#inOrder()) {
			this.#timers.delete(next);
			this.#now = Math.max(this.#now, next.at);
			next.call();
			await this.settle();
		}
		this.#now = end;
	}

	/** Moves the time on at once, as when the machine slept: whatever was due meanwhile happens now. */
	async leap(ms: number): Promise<void> {
		await this.settle();
		this.#now += ms;
		await this.advance(0);
	}

	/** Lets work that waits for nothing but its turn come to its end. */
	async settle(): Promise<void> {
		for (let turn = 0; turn < TURNS; turn++) await nextTurn();
	}

	#inOrder(): readonly Timer[] {
		return [...this.#timers].sort((a, b) => a.at - b.at);
	}
}
