import { FIVE_MINUTES_MS, refuseUntimely } from '../../sources/signing-time';
import { NOW } from './requests';

const seconds = (ms: number): string => String(ms / 1000);
const codeAt = (signedAt: number, maxAheadMs?: number) =>
	refuseUntimely('header x', seconds(signedAt), NOW, FIVE_MINUTES_MS, maxAheadMs)?.code;

test('takes a time as old, or as far ahead, as allowed and not a second more', () => {
	expect(codeAt(NOW)).toBeUndefined();
	expect(codeAt(NOW - FIVE_MINUTES_MS)).toBeUndefined();
	expect(codeAt(NOW + FIVE_MINUTES_MS)).toBeUndefined();
	expect(codeAt(NOW - FIVE_MINUTES_MS - 1000)).toBe('stale_timestamp');
	expect(codeAt(NOW + FIVE_MINUTES_MS + 1000)).toBe('stale_timestamp');
});

test('may allow less ahead than back', () => {
	expect(codeAt(NOW + 1000, 1000)).toBeUndefined();
	expect(codeAt(NOW + 2000, 1000)).toBe('stale_timestamp');
	expect(codeAt(NOW - FIVE_MINUTES_MS, 1000)).toBeUndefined();
});

test('says by how much, and where a time is missing', () => {
	const late = refuseUntimely('header x', seconds(NOW - 600_000), NOW, FIVE_MINUTES_MS);
	expect(late).toMatchObject({ status: 401, reason: expect.stringContaining('600 s ago') });
	const ahead = refuseUntimely('header x', seconds(NOW + 600_000), NOW, FIVE_MINUTES_MS);
	expect(ahead?.reason).toContain('600 s ahead');
	for (const nothing of [undefined, '', 'today', {}]) {
		expect(refuseUntimely('header x', nothing, NOW, FIVE_MINUTES_MS)).toMatchObject({
			status: 401,
			code: 'missing_timestamp',
			reason: expect.stringContaining('header x'),
		});
	}
});
