/** Runs `work` on every value, at most `width` at a time, and waits for all; stops at the first that fails. */
export async function inParallel<T>(
	values: readonly T[],
	width: number,
	work: (value: T) => Promise<void>,
): Promise<void> {
	const queue = values.values();
	await Promise.all(
		Array.from({ length: width }, async () => {
			for (const value of queue) await work(value);
		}),
	);
}
