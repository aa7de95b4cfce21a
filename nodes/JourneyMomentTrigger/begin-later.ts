import type { Clock } from '../shared/clock';

const TRY_EVERY_MS = 10_000;

/** Ends what was begun. */
export type End = () => Promise<void>;

/**
 * Begins at once, or where that fails, as soon as it can: says why once, and tries again every ten seconds. Gives what
 * ends it, whether it has begun by then or not. Meant for the start of n8n: 2.41 does not try a trigger again that failed
 * then, not at its next start either.
 */
export async function beginNowOrLater(
	begin: () => Promise<End>,
	clock: Clock,
	warn: (reason: string) => void,
): Promise<End> {
	try {
		return await begin();
	} catch (error) {
		warn(error instanceof Error ? error.message : 'unknown reason');
		return beginLater(begin, clock);
	}
}

function beginLater(begin: () => Promise<End>, clock: Clock): End {
	let end: End = async () => undefined;
	let isEnded = false;
	let trying: Promise<void> = Promise.resolve();
	let cancel: () => void = () => undefined;
	const tryAgain = async (): Promise<void> => {
		try {
			end = await begin();
		} catch {
			if (!isEnded) plan();
		}
	};
	const plan = (): void => {
		cancel = clock.after(TRY_EVERY_MS, () => (trying = tryAgain()));
	};
	plan();
	return async () => {
		isEnded = true;
		cancel();
		await trying;
		await end();
	};
}
