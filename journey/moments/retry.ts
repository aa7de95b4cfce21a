/** How often a moment is tried; one that failed this often is set aside and looked at by people. */
export const MOST_ATTEMPTS = 5;

const FIRST_PAUSE_MS = 2 * 60 * 1000;
const GROWTH = 4;

/**
 * Gives how long a moment rests after its attempt failed (counted from 1), in milliseconds: 2, 8, 32 and 128 minutes, so
 * that a mail server which is down for two hours sets nothing aside. Null after the last attempt.
 */
export function pauseAfter(attempt: number): number | null {
	return attempt >= MOST_ATTEMPTS ? null : FIRST_PAUSE_MS * GROWTH ** (attempt - 1);
}
