import fc from 'fast-check';
import type { Identity } from '../../journey/identity';
import type { KnownIdentities } from '../../journey/people';
import type { Touchpoint } from '../../journey/touchpoint';
import { whatIsSaid, type Size } from './arrivals';
import { email, external, MINUTE_MS, NOON, touchpoint } from './touchpoint';

/** What is known before the first touchpoint. */
export const NOBODY: KnownIdentities = {
	owners: new Map(),
	externals: new Map(),
	firstSeen: new Map(),
	counts: new Map(),
};

/** Gives what belongs together, without the names under which it does; what is nobody's is left out. */
export function sets(owned: Iterable<readonly [owner: string | null, what: string]>): string[] {
	const people = new Map<string, string[]>();
	for (const [owner, what] of owned)
		if (owner !== null) people.set(owner, [...(people.get(owner) ?? []), what]);
	return [...people.values()].map((own) => own.sort().join(' ')).sort();
}

/** Gives the identities of so many people, each with an id in two systems. */
export function contestedIdentities(people: number): readonly Identity[] {
	return Array.from({ length: people }, (_, who) => [
		external(String(who), 'shop'),
		external(String(who), 'crm'),
		email(`person-${who}@example.com`),
		{ kind: 'phone' as const, value: `+30210123456${who}` },
		{ kind: 'anonymous' as const, namespace: 'web', value: `cookie-${who}` },
	]).flat();
}

/** Gives more addresses than one person is given, and a device on which all of them may be used. */
export function tooManyIdentities(): readonly Identity[] {
	const addresses = Array.from({ length: 14 }, (_, n) => email(`address-${n}@example.com`));
	return [...addresses, { kind: 'anonymous', namespace: 'web', value: 'till' }];
}

/**
 * Generates touchpoints that each name one to `named` of these identities, whoever's they are: people use one another's
 * addresses, numbers and devices, so that who they are is contested in most of these histories.
 */
export function contestedFacts(
	identities: readonly Identity[],
	named: number,
	{ minFacts, maxFacts, minutes }: Omit<Size, 'people'>,
): fc.Arbitrary<Touchpoint[]> {
	const fact = fc.record({
		identities: fc.shuffledSubarray([...identities], { minLength: 1, maxLength: named }),
		minute: fc.integer({ min: 0, max: minutes - 1 }),
		type: fc.constantFrom(
			'ad_clicked',
			'product_viewed',
			'order_completed',
			'order_refunded',
			'survey_answered',
			'unsubscribed',
		),
		order: fc.constantFrom('A', 'B'),
		account: fc.option(fc.constantFrom('example-ltd', 'sample-ltd'), { nil: undefined }),
		said: whatIsSaid(),
	});
	return fc.array(fact, { minLength: minFacts, maxLength: maxFacts, size: 'max' }).map((facts) =>
		facts.map(({ identities: own, minute, type, order, account, said }, index) =>
			touchpoint(String(index), {
				type,
				identities: own,
				occurredAt: NOON + minute * MINUTE_MS,
				receivedAt: NOON + minutes * MINUTE_MS,
				keys: { order, ...(account && { account }) },
				value: { amount: `${index + 1}.50`, currency: 'EUR' },
				...said,
			}),
		),
	);
}
