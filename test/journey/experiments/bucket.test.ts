import { bucketOf, fnv1a32 } from '../../../journey/experiments/bucket';

describe('FNV-1a', () => {
	it.each([
		['', 0x811c9dc5],
		['a', 0xe40c292c],
		['b', 0xe70c2de5],
		['foobar', 0xbf9cf968],
		['سلام', 0x86f13bb6],
	])('gives the value of its definition for %j', (text, hash) => {
		expect(fnv1a32(text)).toBe(hash);
	});
});

describe('buckets', () => {
	it.each([
		['', 'a', 216],
		['', 'b', 9054],
		['b', 'a', 6650],
		['offers', 'customer-1', 8763],
		['offers', 'customer-2', 6920],
		['spring', 'customer-1', 3550],
		// Told by GrowthBook's own cases for its SDKs as 0.9943.
		['feature-exp', 'i123', 9943],
	])('are those of GrowthBook: seed %j, value %j', (seed, value, bucket) => {
		expect(bucketOf(seed, value)).toBe(bucket);
	});
});
