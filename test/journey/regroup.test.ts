import fc from 'fast-check';
import type { Identity } from '../../journey/identity';
import { resolveIdentities } from '../../journey/identity-resolution';
import { regroup, type Group, type GroupTouchpoint } from '../../journey/regroup';
import {
	contestedFacts,
	contestedIdentities,
	NOBODY,
	sets,
	tooManyIdentities,
} from '../support/contested';
import { email, external, NOON } from '../support/touchpoint';

const SHARED = email('shared@example.com');

function ids(): () => string {
	let n = 0;
	return () => `new-${++n}`;
}

/** A touchpoint so many minutes after noon. */
function at(
	minute: number,
	identities: readonly Identity[],
	customerId: string | null = null,
): GroupTouchpoint {
	return { id: `test:${minute}`, occurredAt: NOON + minute, sequence: 0, identities, customerId };
}

function group(parts: Partial<Group>): Group {
	return { touchpoints: [], customers: [], aliases: [], bonds: [], ...parts };
}

const seven = { id: 'seven', firstSeen: 1, identities: [external('7')] };
const eight = { id: 'eight', firstSeen: 2, identities: [external('8'), SHARED] };

describe('regroup', () => {
	it('gives an identity that two people claim to the earlier claim, whichever came in first', () => {
		const { owners, customers, conflicts, contenders, created } = regroup(
			group({
				touchpoints: [
					at(5, [external('8'), SHARED], 'eight'),
					at(1, [external('7'), SHARED], null),
				],
				customers: [seven, eight],
			}),
			ids(),
		);
		expect(owners.get('email:shared@example.com')?.customerId).toBe('seven');
		expect(customers).toEqual(['eight', 'seven']);
		expect(conflicts).toEqual([
			[{ identity: 'email:shared@example.com', why: 'other_customer' }],
			[],
		]);
		expect(contenders).toEqual([
			{ identity: 'email:shared@example.com', customerId: 'eight' },
			{ identity: 'email:shared@example.com', customerId: 'seven' },
		]);
		expect(created).toEqual([]);
	});

	it('takes people apart whom a touchpoint joined before it was known that they are two', () => {
		const cookie: Identity = { kind: 'anonymous', namespace: 'web', value: '1' };
		const { customers, created } = regroup(
			group({
				touchpoints: [
					at(2, [external('8'), cookie], 'eight'),
					at(3, [SHARED], 'eight'),
					at(4, [cookie, SHARED], 'eight'),
					at(1, [external('7'), SHARED]),
				],
				customers: [{ ...eight, identities: [external('8'), cookie, SHARED] }],
			}),
			ids(),
		);
		expect(customers).toEqual(['eight', 'new-1', 'new-1', 'new-1']);
		expect(created).toEqual(['new-1']);
	});

	it('makes an alias a customer again when those who were merged are two after all', () => {
		const alias = { id: 'seven', customerId: 'eight', byHand: false, identities: [SHARED] };
		const parts = {
			touchpoints: [
				at(2, [external('8')], 'eight'),
				at(3, [SHARED], 'eight'),
				at(4, [external('8'), SHARED], 'eight'),
				at(1, [external('7'), SHARED]),
			],
			customers: [eight],
		};
		const { revived, created, customers } = regroup(group({ ...parts, aliases: [alias] }), ids());
		expect({ revived, created }).toEqual({ revived: ['seven'], created: [] });
		expect(customers).toEqual(['eight', 'seven', 'eight', 'seven']);
		const byHand = regroup(group({ ...parts, aliases: [{ ...alias, byHand: true }] }), ids());
		expect(byHand).toMatchObject({ revived: [], created: ['new-1'] });
		const elsewhere = regroup(
			group({ ...parts, customers: [seven, eight], aliases: [{ ...alias, id: 'old' }] }),
			ids(),
		);
		expect([...elsewhere.aliases]).toEqual([['old', 'seven']]);
		expect(elsewhere.revived).toEqual([]);
	});

	it('merges into the customer seen first those whom a late touchpoint shows to be one', () => {
		const { merged, customers } = regroup(
			group({
				touchpoints: [
					at(2, [external('7')], 'seven'),
					at(3, [SHARED], 'guest'),
					at(1, [external('7'), SHARED]),
				],
				customers: [{ id: 'guest', firstSeen: 0, identities: [SHARED] }, seven],
			}),
			ids(),
		);
		expect([...merged]).toEqual([['seven', 'guest']]);
		expect(customers).toEqual(['guest', 'guest', 'guest']);
	});

	it('keeps together whom somebody merged by hand', () => {
		const parts = {
			touchpoints: [
				at(2, [external('8'), SHARED], 'eight'),
				at(3, [email('own@example.com')], 'eight'),
				at(1, [external('7'), email('own@example.com')]),
			],
			customers: [{ ...eight, identities: [external('8'), SHARED, email('own@example.com')] }],
		};
		const bond = [external('8'), SHARED, email('own@example.com')];
		expect(regroup(group({ ...parts, bonds: [bond] }), ids()).customers).toEqual([
			'eight',
			'eight',
			'new-1',
		]);
		expect(regroup(group(parts), ids()).customers).toEqual(['eight', 'new-1', 'new-1']);
	});

	it('counts what somebody merged by hand among the identities that one person is given', () => {
		const bond = Array.from({ length: 10 }, (_, n) => email(`${n}@example.com`));
		const { conflicts } = regroup(
			group({ touchpoints: [at(1, [...bond.slice(0, 1), SHARED])], bonds: [bond] }),
			ids(),
		);
		expect(conflicts).toEqual([[{ identity: 'email:shared@example.com', why: 'too_many' }]]);
	});

	it('leaves a touchpoint that names nobody any more with its customer', () => {
		const { customers } = regroup(
			group({
				touchpoints: [at(1, [], 'seven'), at(2, [])],
				customers: [{ ...seven, identities: [] }],
			}),
			ids(),
		);
		expect(customers).toEqual(['seven', null]);
	});

	it.each([
		['identities of others', contestedIdentities(3), 3],
		['too many identities', tooManyIdentities(), 6],
	] as const)(
		'gives the same people for every arrival and whoever was taken for whom: %s',
		(_what, identities, named) => {
			const facts = contestedFacts(identities, named, { minFacts: 1, maxFacts: 14, minutes: 6 });
			const arrivals = facts.chain((all) => {
				const whole = { minLength: all.length, maxLength: all.length };
				return fc.tuple(
					fc.constant(all),
					fc.shuffledSubarray(all, whole),
					fc.array(fc.integer({ min: 0, max: 2 }), whole),
				);
			});
			fc.assert(
				fc.property(arrivals, ([all, shuffled, before]) => {
					const { customers: byRule, linked } = resolveIdentities(all, NOBODY, ids());
					const expected = peopleIn(all, byRule, linked);
					const fresh = all.map((fact) => ({ ...fact, customerId: null }));
					const first = regroup(group({ touchpoints: fresh }), ids());
					expect(peopleIn(all, first.customers, first.owners)).toEqual(expected);
					// Only the ids may depend on who was taken for whom until now.
					const touchpoints = shuffled.map((fact, place) => ({
						...fact,
						customerId: before[place] === 0 ? null : `known-${before[place]}`,
					}));
					const customers = [1, 2].map((n) => {
						const own = touchpoints.filter(({ customerId }) => customerId === `known-${n}`);
						const known = own.flatMap((fact) => fact.identities);
						return { id: `known-${n}`, firstSeen: n, identities: known };
					});
					const again = regroup(group({ touchpoints, customers }), ids());
					expect(peopleIn(shuffled, again.customers, again.owners)).toEqual(expected);
				}),
				{ numRuns: 500 },
			);
		},
	);

	it('changes nothing that touchpoints in the order of their history made one by one', () => {
		const facts = contestedFacts(contestedIdentities(3), 3, {
			minFacts: 1,
			maxFacts: 14,
			minutes: 6,
		});
		fc.assert(
			fc.property(facts, (all) => {
				const { customers, linked, contenders } = resolveIdentities(all, NOBODY, ids());
				const names = new Set(customers.filter((id) => id !== null));
				const again = regroup(
					group({
						touchpoints: all.map((fact, place) => ({
							...fact,
							customerId: customers[place] ?? null,
						})),
						customers: [...names].map((id) => ({
							id,
							firstSeen: 1,
							identities: [...linked.values()]
								.filter((one) => one.customerId === id)
								.map((one) => one.identity),
						})),
					}),
					ids(),
				);
				expect(again).toMatchObject({ customers, contenders, created: [], merged: new Map() });
				expect(again.owners).toEqual(linked);
			}),
			{ numRuns: 500 },
		);
	});
});

/** Gives the touchpoints of each person, with what the person is recognised by, without ids. */
function peopleIn(
	facts: readonly { readonly id: string }[],
	customers: readonly (string | null)[],
	owners: ReadonlyMap<string, { readonly customerId: string }>,
): readonly string[] {
	return sets([
		...facts.map(({ id }, place) => [customers[place] ?? null, id] as const),
		...[...owners].map(([key, { customerId }]) => [customerId, key] as const),
	]);
}
