/**
 * Gives the Benjamini–Hochberg (1995) adjusted p-values in the order of the given ones: calling everything at or under
 * a level a finding keeps the expected share of false findings at or under that level.
 */
export function adjustPValues(pValues: readonly number[]): readonly number[] {
	const adjusted = pValues.slice();
	const largestFirst = pValues.map((_, index) => index).sort((a, b) => pValues[b]! - pValues[a]!);
	let smallest = 1;
	largestFirst.forEach((index, place) => {
		const rank = pValues.length - place;
		smallest = Math.min(smallest, pValues[index]! * (pValues.length / rank));
		adjusted[index] = smallest;
	});
	return adjusted;
}
