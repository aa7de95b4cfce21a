import { setTimeout as sleep } from 'node:timers/promises';

const ASK_EVERY_MS = 200;

/** Resolves when it is so, however long that takes up to a generous limit; rejects after that, saying what is not so. */
export async function until(
	what: string,
	isSo: () => Promise<boolean> | boolean,
	withinMs = 300_000,
): Promise<void> {
	const deadline = performance.now() + withinMs;
	while (!(await isSo())) {
		if (performance.now() > deadline) throw new Error(`Not so after ${withinMs / 1000} s: ${what}`);
		await sleep(ASK_EVERY_MS);
	}
}
