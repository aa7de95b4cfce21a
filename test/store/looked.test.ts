import type { StallThreshold } from '../../journey/moments/stall-threshold';
import {
	afterLook,
	isTimeToMark,
	NOWHERE,
	spansToLook,
	type Span,
} from '../../store/moments/looked';

const NOW = 1_800_000_000_000;
const HALF_HOUR_MS = 30 * 60 * 1000;

const threshold = (facts: Partial<StallThreshold> = {}): StallThreshold => ({
	...{ stage: 'awareness', segment: null, exceptSegments: [], ms: 1_000 },
	...{ from: 'learned', basis: null, ...facts },
});

const all = threshold();
const looks = (...wholes: readonly Span[]) =>
	wholes.reduce(
		(looked, whole, n) => afterLook(looked, NOW + n * HALF_HOUR_MS, new Map([[all, whole]])),
		NOWHERE,
	);

describe('how far a trigger has looked for stalls', () => {
	it('is nowhere at first, and after one look: what was being written meanwhile it may have missed', () => {
		expect(spansToLook(NOWHERE, all, [0, 50])).toEqual([[0, 50]]);
		expect(spansToLook(looks([0, 50]), all, [0, 60])).toEqual([[0, 60]]);
	});

	it('is what the second look went past that the first had marked', () => {
		expect(spansToLook(looks([0, 50], [0, 60]), all, [0, 70])).toEqual([[50, 70]]);
		expect(spansToLook(looks([0, 50], [0, 60], [0, 70]), all, [0, 80])).toEqual([[60, 80]]);
	});

	it('reaches no further than the look went, where the time has become longer meanwhile', () => {
		expect(spansToLook(looks([0, 50], [0, 30]), all, [0, 70])).toEqual([[30, 70]]);
	});

	it('is kept where a later look goes less far', () => {
		expect(spansToLook(looks([0, 50], [0, 60], [0, 20]), all, [0, 70])).toEqual([[50, 70]]);
	});

	it('has no gap that nobody looked at, where the time has become much longer or shorter meanwhile', () => {
		expect(spansToLook(looks([100, 150], [100, 160], [0, 20]), all, [0, 200])).toEqual([[20, 200]]);
		const shorter = looks([0, 50], [0, 60], [100, 160], [100, 170]);
		expect(spansToLook(shorter, all, [0, 180])).toEqual([
			[0, 100],
			[160, 180],
		]);
	});

	it('leaves out what lies before it, and what is asked for no longer', () => {
		const looked = looks([10, 50], [10, 60]);
		expect(spansToLook(looked, all, [0, 70])).toEqual([
			[0, 10],
			[50, 70],
		]);
		expect(spansToLook(looked, all, [55, 70])).toEqual([[55, 70]]);
		expect(spansToLook(looked, all, [20, 40])).toEqual([]);
		expect(spansToLook(looks([10, 50], [5, 60]), all, [0, 70])[0]).toEqual([0, 5]);
	});

	it('holds for the same stays only, whatever the time that makes a stall of them', () => {
		const looked = looks([0, 50], [0, 60]);
		expect(spansToLook(looked, threshold({ ms: 5 }), [0, 70])).toEqual([[50, 70]]);
		for (const other of [{ stage: 'purchase' }, { segment: 'gold' }, { exceptSegments: ['gold'] }])
			expect(spansToLook(looked, threshold(other), [0, 70])).toEqual([[0, 70]]);
	});

	it('is marked again half an hour later at the earliest, when every transaction of then is over', () => {
		const looked = looks([0, 50]);
		expect(isTimeToMark(NOWHERE, NOW)).toBe(true);
		expect(isTimeToMark(looked, NOW + HALF_HOUR_MS - 1)).toBe(false);
		expect(isTimeToMark(looked, NOW + HALF_HOUR_MS)).toBe(true);
	});
});
