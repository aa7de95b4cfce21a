/** The time, for whoever waits for it; tests bring their own. */
export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
	/** Calls once after this many milliseconds; what it returns calls it off. */
	after(ms: number, call: () => void): () => void;
}

/** The clock of the machine. Its timers keep no process alive. */
export const MACHINE_CLOCK: Clock = {
	now: () => Date.now(),
	after: (ms, call) => {
		const timer = setTimeout(call, ms);
		timer.unref();
		return () => clearTimeout(timer);
	},
};

/** Resolves with the work or after `ms`, whichever comes first. */
export async function atEdgeOf(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
	let cancel: () => void = () => undefined;
	const edge = new Promise<void>((done) => {
		cancel = clock.after(ms, done);
	});
	await Promise.race([work, edge]);
	cancel();
}
