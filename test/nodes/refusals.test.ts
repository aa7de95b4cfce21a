import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { RecentRefusals, recentRefusals, triggerKey } from '../../nodes/TouchpointTrigger/refusals';
import { getRecentRefusals } from '../../nodes/TouchpointTrigger/refusals-field';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const HOUR_MS = 60 * 60_000;

const refusal = (at: number, reason = 'the signature does not match') => ({
	at,
	status: 401,
	code: 'bad_signature',
	reason,
});

test('the same refusal again is counted, with the time of the last', () => {
	const refusals = new RecentRefusals();
	refusals.add('a', refusal(NOW - 2));
	refusals.add('a', refusal(NOW - 1));
	refusals.add('a', refusal(NOW, 'another'));
	expect(refusals.of('a', NOW)).toEqual([
		{ ...refusal(NOW, 'another'), times: 1 },
		{ ...refusal(NOW - 1), times: 2 },
	]);
});

test('what is more than an hour old is not given', () => {
	const refusals = new RecentRefusals();
	refusals.add('a', refusal(NOW));
	expect(refusals.of('a', NOW + HOUR_MS)).toHaveLength(1);
	expect(refusals.of('a', NOW + HOUR_MS + 1)).toEqual([]);
});

test('however many come, only the newest are kept', () => {
	const refusals = new RecentRefusals();
	for (let i = 0; i < 100; i++) refusals.add('a', refusal(NOW, `reason ${i}`));
	const kept = refusals.of('a', NOW);
	expect(kept).toHaveLength(20);
	expect(kept[0]?.reason).toBe('reason 99');
});

test('of however many triggers, only those that refused last are kept', () => {
	const refusals = new RecentRefusals();
	refusals.add('first', refusal(NOW));
	refusals.add('second', refusal(NOW));
	refusals.add('first', refusal(NOW));
	for (let i = 0; i < 499; i++) refusals.add(`trigger ${i}`, refusal(NOW));
	expect(refusals.of('second', NOW)).toEqual([]);
	expect(refusals.of('first', NOW)).toHaveLength(1);
});

test('a trigger is known by its path and its credential', () => {
	expect(triggerKey(' /shop/ ', 'c1')).toBe(triggerKey('shop', 'c1'));
	expect(triggerKey('shop', 'c1')).not.toBe(triggerKey('shop', 'c2'));
	expect(triggerKey('', undefined)).toBe(triggerKey(undefined, null));
});

test('a reason that quotes what a sender wrote is text in the panel, not HTML', async () => {
	const reason = `the type "<img src=x onerror=alert(1)>" & others are unknown`;
	recentRefusals.add(triggerKey('quoted', 'c1'), refusal(Date.now(), reason));
	const panel = {
		getCurrentNodeParameter: (name: string) => (name === 'path' ? 'quoted' : ''),
		getNode: () => ({ credentials: { touchpointSourceApi: { id: 'c1' } } }),
	};
	const [, entry] = await getRecentRefusals.call(panel as unknown as ILoadOptionsFunctions);
	expect(entry?.description).toContain('&lt;img src=x');
	expect(entry?.description).not.toMatch(/[<>]/);
});
