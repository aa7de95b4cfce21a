import type { Touchpoint } from '../../journey/touchpoint';
import { acceptTogether } from '../../nodes/TouchpointTrigger/accept-together';
import type { Acceptance, JourneyStore } from '../../store/journey-store';
import { touchpoint } from '../support/touchpoint';

const some = (...ids: readonly string[]): readonly Touchpoint[] =>
	ids.map((id) => touchpoint(id, { id }));

/** A store that keeps each id once, as a transaction does: all of them, or none where one of them is poison. */
function storeWithout(poison?: string) {
	const kept = new Set<string>();
	const commits: (readonly string[])[] = [];
	const accept = async (touchpoints: readonly Touchpoint[]): Promise<readonly Acceptance[]> => {
		const ids = touchpoints.map(({ id }) => id);
		if (poison !== undefined && ids.includes(poison)) throw new Error(`cannot keep ${poison}`);
		commits.push(ids);
		return await Promise.resolve(
			ids.map((id): Acceptance => {
				const status = kept.has(id) ? 'duplicate' : 'new';
				kept.add(id);
				return { id, status };
			}),
		);
	};
	return { store: { accept } as unknown as JourneyStore, commits };
}

test('deliveries of one turn are kept in one commit, and each hears of its own touchpoints', async () => {
	const { store, commits } = storeWithout();
	const outcomes = await Promise.all([
		acceptTogether(store, some('a:1', 'a:2')),
		acceptTogether(store, some('a:3')),
		acceptTogether(store, some('a:2')),
	]);
	expect(commits).toEqual([['a:1', 'a:2', 'a:3', 'a:2']]);
	expect(outcomes).toEqual([
		[
			{ id: 'a:1', status: 'new' },
			{ id: 'a:2', status: 'new' },
		],
		[{ id: 'a:3', status: 'new' }],
		[{ id: 'a:2', status: 'duplicate' }],
	]);
});

test('a delivery that comes later is kept in a commit of its own', async () => {
	const { store, commits } = storeWithout();
	await acceptTogether(store, some('a:1'));
	await acceptTogether(store, some('a:2'));
	expect(commits).toEqual([['a:1'], ['a:2']]);
});

test('deliveries for two stores do not meet', async () => {
	const [one, other] = [storeWithout(), storeWithout()];
	await Promise.all([
		acceptTogether(one.store, some('a:1')),
		acceptTogether(other.store, some('a:2')),
	]);
	expect([one.commits, other.commits]).toEqual([[['a:1']], [['a:2']]]);
});

test('where they cannot be kept together, each is kept or fails by itself', async () => {
	const { store, commits } = storeWithout('a:2');
	const outcomes = await Promise.allSettled([
		acceptTogether(store, some('a:1')),
		acceptTogether(store, some('a:2')),
		acceptTogether(store, some('a:3')),
	]);
	expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	expect(outcomes[1]).toMatchObject({ reason: { message: 'cannot keep a:2' } });
	expect(commits).toEqual([['a:1'], ['a:3']]);
});

test('a commit has a thousand touchpoints at most, but for a delivery that has more', async () => {
	const { store, commits } = storeWithout();
	const delivery = (name: string, count: number) =>
		some(...Array.from({ length: count }, (_, n) => `${name}:${n}`));
	await Promise.all([
		acceptTogether(store, delivery('a', 600)),
		acceptTogether(store, delivery('b', 400)),
		acceptTogether(store, delivery('c', 1)),
		acceptTogether(store, delivery('d', 1500)),
		acceptTogether(store, delivery('e', 1)),
	]);
	expect(commits.map((ids) => ids.length)).toEqual([1000, 1, 1500, 1]);
});
