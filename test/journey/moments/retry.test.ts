import { MOST_ATTEMPTS, pauseAfter } from '../../../journey/moments/retry';

test('the pauses grow to hours, and the last failure has none', () => {
	const minutes = Array.from({ length: MOST_ATTEMPTS }, (_, index) => {
		const pauseMs = pauseAfter(index + 1);
		return pauseMs === null ? null : pauseMs / 60_000;
	});
	expect(minutes).toEqual([2, 8, 32, 128, null]);
});
