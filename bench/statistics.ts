/** Gives the middle of the values (the mean of the middle two for an even number); throws for an empty list. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const upper = sorted[Math.floor(sorted.length / 2)];
	const lower = sorted[Math.floor((sorted.length - 1) / 2)];
	if (upper === undefined || lower === undefined) throw new RangeError('median of nothing');
	return (upper + lower) / 2;
}

/**
 * Gives the middle of the ratios of our figure to the rival's, round by round, so that a noisy round troubles both
 * sides of its ratio. A round that the rival lacks makes it NaN.
 */
export function medianRatio(own: readonly number[], rival: readonly number[]): number {
	return median(own.map((figure, round) => figure / (rival[round] ?? Number.NaN)));
}
