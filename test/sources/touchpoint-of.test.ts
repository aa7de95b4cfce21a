import { touchpointOf, type EventKey } from '../../sources/touchpoint-of';
import { NOW, requestOf, settingsOf } from './requests';

function idFor(key: EventKey, delivery = 'd-1', index = 0): { id: string; dedupe: string } {
	const { id, dedupe } = touchpointOf(
		{
			source: 'fake',
			key,
			type: 'a',
			channel: 'web',
			occurredAt: NOW,
			timeMark: 'as_sent',
			identities: [],
		},
		requestOf('', {}, { delivery }),
		settingsOf(),
		index,
	);
	return { id, dedupe };
}

test("takes the sender's id within the source", () => {
	expect(idFor({ kind: 'event_id', id: 'e-1' })).toEqual({ id: 'fake:e-1', dedupe: 'event_id' });
	expect(idFor({ kind: 'event_id', id: 'e-1' }, 'd-2', 5).id).toBe('fake:e-1');
});

test('gives the same content the same id in any delivery, and other content another', () => {
	const first = idFor({ kind: 'content_hash', of: ['a', NOW, { n: 1 }] });
	expect(first.dedupe).toBe('content_hash');
	expect(first.id).toMatch(/^fake:sha256-[0-9a-f]{64}$/);
	expect(idFor({ kind: 'content_hash', of: ['a', NOW, { n: 1 }] }, 'd-2', 3).id).toBe(first.id);
	expect(idFor({ kind: 'content_hash', of: ['a', NOW, { n: 2 }] }).id).not.toBe(first.id);
});

test('gives each element of each delivery its own id when there is nothing to go by', () => {
	const ids = [
		idFor({ kind: 'none' }),
		idFor({ kind: 'none' }, 'd-1', 1),
		idFor({ kind: 'none' }, 'd-2', 0),
	];
	expect(ids.map(({ id }) => id)).toEqual(['fake:d-1#0', 'fake:d-1#1', 'fake:d-2#0']);
	expect(ids.every(({ dedupe }) => dedupe === 'none')).toBe(true);
});
