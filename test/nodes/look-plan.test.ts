import fc from 'fast-check';
import { pauseAfter, type Look } from '../../nodes/JourneyMomentTrigger/look-plan';

const TOLD_WITHIN_MS = 5_000;
const NOW = 1_800_000_000_000;

const look = (facts: Partial<Look> = {}): Look => ({
	startedAt: NOW,
	endedAt: NOW,
	isMore: false,
	nextDueAt: null,
	...facts,
});

/** What one look finds out and how long that takes, in milliseconds. */
const looks = fc.array(
	fc.record({
		tookMs: fc.integer({ min: 0, max: 2_000 }),
		isMore: fc.boolean(),
		dueInMs: fc.option(fc.integer({ min: -60_000, max: 60_000 })),
	}),
	{ minLength: 2, maxLength: 30 },
);

describe('the plan of looks', () => {
	it('finds what becomes due at any time within five seconds, when looks take up to two', () => {
		fc.assert(
			fc.property(looks, (all) => {
				let startedAt = NOW;
				for (const [index, { tookMs, isMore, dueInMs }] of all.entries()) {
					const endedAt = startedAt + tookMs;
					const nextDueAt = dueInMs === null ? null : endedAt + dueInMs;
					const next = endedAt + pauseAfter({ startedAt, endedAt, isMore, nextDueAt });
					const found = next + (all[index + 1]?.tookMs ?? 2_000);
					// What became due just after this look had begun is found by the next.
					expect(found - startedAt).toBeLessThanOrEqual(TOLD_WITHIN_MS);
					startedAt = next;
				}
			}),
		);
	});

	it('begins no more than a moment after a look that took longer than the plan', () => {
		expect(pauseAfter(look({ endedAt: NOW + 30_000 }))).toBe(250);
	});

	it('rests until what is known to be due next, and not until after it', () => {
		expect(pauseAfter(look({ nextDueAt: NOW + 1_200 }))).toBe(1_200);
		expect(pauseAfter(look({ endedAt: NOW + 700, nextDueAt: NOW + 1_200 }))).toBe(500);
		expect(pauseAfter(look({ nextDueAt: NOW - 1 }))).toBe(1);
		expect(pauseAfter(look({ nextDueAt: NOW + 86_400_000 }))).toBe(3_000);
	});

	it('goes on at once when there is more than one look takes', () => {
		expect(pauseAfter(look({ isMore: true, nextDueAt: NOW + 1_200 }))).toBe(0);
	});

	it('does not rest longer when the clock was put back during the look', () => {
		expect(pauseAfter(look({ endedAt: NOW - 3_600_000 }))).toBe(3_000);
	});
});
