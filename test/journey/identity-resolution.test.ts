import fc from 'fast-check';
import { identityKey, type Identity } from '../../journey/identity';
import { resolveIdentities } from '../../journey/identity-resolution';
import type { KnownIdentities } from '../../journey/people';
import { email, external, NOON } from '../support/touchpoint';

const NOBODY: KnownIdentities = { owners: new Map(), externals: new Map(), firstSeen: new Map() };

const cookie = (value: string): Identity => ({ kind: 'anonymous', namespace: 'web', value });

function ids(): () => string {
	let n = 0;
	return () => `customer-${++n}`;
}

function resolve(identities: Identity[][], known = NOBODY) {
	return resolveIdentities(
		identities.map((own, index) => ({ identities: own, occurredAt: NOON + index })),
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
		expect([...merged]).toEqual([['younger', 'older']]);
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
		expect(conflicts).toEqual([[], ['email:shared@example.com']]);
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
