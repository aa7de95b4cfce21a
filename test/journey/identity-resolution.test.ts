import fc from 'fast-check';
import { identityKey, type Identity } from '../../journey/identity';
import { resolveIdentities } from '../../journey/identity-resolution';
import type { KnownIdentities } from '../../journey/people';
import { email, external, NOON } from '../support/touchpoint';

const NOBODY: KnownIdentities = {
	owners: new Map(),
	externals: new Map(),
	firstSeen: new Map(),
	counts: new Map(),
};

const cookie = (value: string): Identity => ({ kind: 'anonymous', namespace: 'web', value });

function ids(): () => string {
	let n = 0;
	return () => `customer-${++n}`;
}

function resolve(identities: Identity[][], known = NOBODY) {
	return resolveIdentities(
		identities.map((own, index) => ({
			identities: own,
			occurredAt: NOON + index,
			sequence: 0,
			id: `test:${index}`,
		})),
		known,
		ids(),
	);
}

describe('resolveIdentities', () => {
	it('gives one customer to all identities of a touchpoint', () => {
		const { customers, created, linked } = resolve([
			[email('a@example.com'), cookie('1')],
			[cookie('1')],
		]);
		expect(customers).toEqual(['customer-1', 'customer-1']);
		expect(created).toEqual(['customer-1']);
		expect([...linked.keys()]).toEqual(['email:a@example.com', 'anonymous:web:1']);
	});

	it('finds known customers by any identity', () => {
		const known = {
			...NOBODY,
			owners: new Map([['email:a@example.com', 'old']]),
			firstSeen: new Map([['old', 1]]),
		};
		expect(resolve([[cookie('1'), email('a@example.com')]], known)).toMatchObject({
			customers: ['old'],
			created: [],
		});
	});

	it('merges two known customers into the one seen first', () => {
		const known = {
			...NOBODY,
			owners: new Map([
				['email:a@example.com', 'younger'],
				['anonymous:web:1', 'older'],
			]),
			firstSeen: new Map([
				['younger', 2],
				['older', 1],
			]),
		};
		const { customers, merged } = resolve([[email('a@example.com'), cookie('1')]], known);
		expect(customers).toEqual(['older']);
		expect([...merged]).toEqual([['younger', { winner: 'older', by: 0 }]]);
	});

	it('gives earlier touchpoints of the batch to the survivor of a later merge', () => {
		const { customers, created, merged } = resolve([
			[email('a@example.com')],
			[cookie('1')],
			[email('a@example.com'), cookie('1')],
		]);
		expect(customers).toEqual(['customer-1', 'customer-1', 'customer-1']);
		expect(created).toEqual(['customer-1']);
		expect(merged.size).toBe(0);
	});

	it('keeps people with different ids in one namespace apart and reports what they share', () => {
		const { customers, conflicts } = resolve([
			[external('7'), email('shared@example.com')],
			[external('8'), email('shared@example.com')],
		]);
		expect(new Set(customers).size).toBe(2);
		expect(conflicts).toEqual([
			[],
			[{ identity: 'email:shared@example.com', why: 'other_customer' }],
		]);
	});

	it('gives an identity that two different people claim in one batch to the earlier claim', () => {
		const claims = [
			{ identities: [external('8'), email('shared@example.com')], occurredAt: NOON + 1 },
			{ identities: [external('7'), email('shared@example.com')], occurredAt: NOON },
		].map((claim, index) => ({ ...claim, sequence: 0, id: `test:${index}` }));
		for (const batch of [claims, [...claims].reverse()]) {
			const { customers, linked } = resolveIdentities(batch, NOBODY, ids());
			const seven = customers[batch.findIndex(({ occurredAt }) => occurredAt === NOON)];
			expect(linked.get('email:shared@example.com')?.customerId).toBe(seven);
		}
	});

	it('gives nobody more identities of a kind than a person can have', () => {
		const many = Array.from({ length: 12 }, (_, n) => email(`${n}@example.com`));
		const { customers, conflicts, linked } = resolve([[external('7'), ...many]]);
		expect(linked.size).toBe(11);
		expect(conflicts).toEqual([
			[
				{ identity: 'email:10@example.com', why: 'too_many' },
				{ identity: 'email:11@example.com', why: 'too_many' },
			],
		]);
		expect(customers).toEqual(['customer-1']);
	});

	it('does not merge two customers who together would have too many identities', () => {
		const known: KnownIdentities = {
			...NOBODY,
			owners: new Map([
				['email:a@example.com', 'regular'],
				['anonymous:web:1', 'till'],
			]),
			firstSeen: new Map([
				['regular', 1],
				['till', 2],
			]),
			counts: new Map([
				['regular', new Map([['email' as const, 1]])],
				[
					'till',
					new Map([
						['email' as const, 10],
						['anonymous' as const, 1],
					]),
				],
			]),
		};
		expect(resolve([[email('a@example.com'), cookie('1')]], known)).toMatchObject({
			customers: ['regular'],
			conflicts: [[{ identity: 'anonymous:web:1', why: 'too_many' }]],
			merged: new Map(),
		});
	});

	it('joins people with ids in different namespaces', () => {
		const { customers } = resolve([
			[external('7', 'shop'), email('a@example.com')],
			[external('x', 'crm'), email('a@example.com')],
		]);
		expect(new Set(customers).size).toBe(1);
	});

	it('gives nobody for a touchpoint without identities', () => {
		expect(resolve([[]]).customers).toEqual([null]);
	});

	it('gives the same people in every order when nobody is in conflict', () => {
		const identity = fc.oneof(
			fc.integer({ min: 0, max: 4 }).map((n) => email(`${n}@example.com`)),
			fc.integer({ min: 0, max: 4 }).map((n) => cookie(String(n))),
		);
		const people = (touchpoints: Identity[][]): string => {
			const { customers } = resolve(touchpoints);
			const groups = new Map<string, Set<string>>();
			touchpoints.forEach((own, index) => {
				const group = groups.get(customers[index]!) ?? new Set();
				own.forEach((one) => group.add(identityKey(one)));
				groups.set(customers[index]!, group);
			});
			return JSON.stringify([...groups.values()].map((group) => [...group].sort()).sort());
		};
		fc.assert(
			fc.property(
				fc
					.array(fc.array(identity, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 })
					.chain((all) =>
						fc.tuple(
							fc.constant(all),
							fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
						),
					),
				([inOrder, shuffled]) => {
					expect(people(shuffled)).toBe(people(inOrder));
				},
			),
		);
	});
});
