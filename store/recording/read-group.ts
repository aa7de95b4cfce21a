import { recognise, type IdentityRule, type Recognition } from '../../journey/identity-use';
import { identitiesOfOne } from '../../journey/identities-of-one';
import { identityKey, type Identity, type IdentityKind } from '../../journey/identity';
import type { Group, GroupAlias, GroupCustomer } from '../../journey/regroup';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Dialect, Row, Transaction } from '../database';
import { readContenders } from './contenders';

/**
 * People with more touchpoints than this are not sorted anew: it would hold up everybody else, and so many are no person's
 * but those of a script or a shared account.
 */
export const MAX_TOUCHPOINTS_OF_GROUP = 10_000;

/** A touchpoint that the store has applied, and what it was good for when it was. */
export interface AppliedTouchpoint {
	readonly touchpoint: Touchpoint;
	readonly customerId: string;
	readonly recognition: Recognition;
}

/** What the store knows of people who contest identities. */
export interface KeptGroup extends Omit<Group, 'touchpoints'> {
	readonly applied: readonly AppliedTouchpoint[];
	/** The keys that nobody is recognised by any more, whatever they did before. */
	readonly blocked: ReadonlySet<string>;
}

interface DatedRule {
	readonly rule: IdentityRule;
	readonly setAt: number;
}

/**
 * Gives everything that says who these customers are, all with whom they contest anything, and those who have what one
 * of them claims; null when they are too many, or have done too much, to be sorted anew.
 */
export async function readGroup(
	transaction: Transaction,
	dialect: Dialect,
	named: readonly string[],
): Promise<KeptGroup | null> {
	const { claims, isWhole } = await readContenders(transaction, dialect, named);
	if (!isWhole) return null;
	const customerIds = [...new Set([...named, ...claims.map(({ customerId }) => customerId)])];
	const facts = await readFacts(transaction, dialect, customerIds);
	if (!facts) return null;
	const identities = new Map(
		facts.flatMap(({ touchpoint }) =>
			touchpoint.identities.map((identity) => [identityKey(identity), identity]),
		),
	);
	const rules = await readDatedRules(transaction, dialect, [...identities.keys()]);
	const applied = facts.map(({ touchpoint, customerId, appliedAt }) => ({
		touchpoint,
		customerId,
		recognition: recognise(touchpoint.identities, (identity) => {
			const dated = rules.get(identityKey(identity));
			// What ops say counts from then on: whom an identity joined before they blocked it, it has joined.
			return dated && dated.setAt <= appliedAt ? dated.rule : undefined;
		}),
	}));
	// Claims from before they were written down are in no table; to sort without whose they are would take from them.
	const others = await readOwnersBeside(transaction, dialect, customerIds, applied);
	if (others.length > 0) return await readGroup(transaction, dialect, [...customerIds, ...others]);
	return {
		applied,
		blocked: new Set([...rules].flatMap(([key, { rule }]) => (rule === 'blocked' ? [key] : []))),
		...(await readPeople(transaction, dialect, customerIds, identities)),
	};
}

/** Gives these customers with who was merged into them; `named` are identities by their keys. */
async function readPeople(
	transaction: Transaction,
	dialect: Dialect,
	customerIds: readonly string[],
	named: ReadonlyMap<string, Identity>,
): Promise<Pick<Group, 'customers' | 'aliases' | 'bonds'>> {
	const list = JSON.stringify(customerIds);
	const isAmong = `IN ${dialect.listOfTexts}`;
	const identities = await transaction.all(
		`SELECT kind, namespace, value, customer_id FROM identity WHERE customer_id ${isAmong}`,
		[list],
	);
	const customers = await transaction.all(
		`SELECT id, first_seen FROM customer WHERE id ${isAmong}`,
		[list],
	);
	const merges = await transaction.all(
		`SELECT loser_id, customer_id, touchpoint_id, moved FROM customer_merge
			WHERE customer_id ${isAmong} ORDER BY merged_at, loser_id`,
		[list],
	);
	const owned = identities.map(identityOf).map((one) => [identityKey(one), one] as const);
	const byCustomer = Map.groupBy(identities, (row) => String(row.customer_id));
	return {
		customers: customers.map((row): GroupCustomer => {
			const id = String(row.id);
			const own = byCustomer.get(id) ?? [];
			return { id, firstSeen: Number(row.first_seen), identities: own.map(identityOf) };
		}),
		...mergesOf(merges, new Map([...named, ...owned])),
	};
}

interface AppliedFact {
	readonly touchpoint: Touchpoint;
	readonly customerId: string;
	/** Epoch milliseconds. */
	readonly appliedAt: number;
}

async function readFacts(
	transaction: Transaction,
	dialect: Dialect,
	customerIds: readonly string[],
): Promise<readonly AppliedFact[] | null> {
	const rows = await transaction.all(
		`SELECT customer_id, applied_at, body FROM touchpoint WHERE customer_id IN ${dialect.listOfTexts}
			LIMIT ${MAX_TOUCHPOINTS_OF_GROUP + 1}`,
		[JSON.stringify(customerIds)],
	);
	if (rows.length > MAX_TOUCHPOINTS_OF_GROUP) return null;
	return rows.map((row) => ({
		touchpoint: JSON.parse(String(row.body)) as Touchpoint,
		customerId: String(row.customer_id),
		appliedAt: Number(row.applied_at),
	}));
}

async function readOwnersBeside(
	transaction: Transaction,
	dialect: Dialect,
	customerIds: readonly string[],
	applied: readonly AppliedTouchpoint[],
): Promise<readonly string[]> {
	const claimed = applied.flatMap(({ recognition }) => identitiesOfOne(recognition.recognised).own);
	const rows = await transaction.all(
		`SELECT DISTINCT customer_id FROM identity WHERE identity_key IN ${dialect.listOfTexts}`,
		[JSON.stringify([...new Set(claimed.map(identityKey))])],
	);
	const own = new Set(customerIds);
	return rows.map((row) => String(row.customer_id)).filter((id) => !own.has(id));
}

async function readDatedRules(
	transaction: Transaction,
	dialect: Dialect,
	keys: readonly string[],
): Promise<ReadonlyMap<string, DatedRule>> {
	const rows = await transaction.all(
		`SELECT identity_key, rule, set_at FROM identity_rule WHERE identity_key IN ${dialect.listOfTexts}`,
		[JSON.stringify(keys)],
	);
	return new Map(
		rows.map((row) => [
			String(row.identity_key),
			{ rule: String(row.rule) as IdentityRule, setAt: Number(row.set_at) },
		]),
	);
}

function identityOf(row: Row): Identity {
	const kind = String(row.kind) as IdentityKind;
	const value = String(row.value);
	return kind === 'external' || kind === 'anonymous'
		? { kind, namespace: String(row.namespace), value }
		: { kind, value };
}

/** Merges by hand are bonds too: somebody has looked. An identity that nobody has or names any more is left out. */
function mergesOf(
	rows: readonly Row[],
	named: ReadonlyMap<string, Identity>,
): Pick<Group, 'aliases' | 'bonds'> {
	const merges = rows.map((row) => {
		const moved = JSON.parse(String(row.moved)) as MovedIdentities;
		const known = (keys: readonly string[] = []): Identity[] =>
			keys.flatMap((key) => named.get(key) ?? []);
		return {
			id: String(row.loser_id),
			customerId: String(row.customer_id),
			byHand: row.touchpoint_id === null,
			identities: known(moved.identities),
			ofBoth: known([...moved.identities, ...(moved.survivorIdentities ?? [])]),
		};
	});
	return {
		aliases: merges.map(({ ofBoth: _ofBoth, ...alias }): GroupAlias => alias),
		bonds: merges.filter(({ byHand }) => byHand).map(({ ofBoth }) => ofBoth),
	};
}

/** What `moveCustomers` writes down of the identities of the two. */
interface MovedIdentities {
	readonly identities: readonly string[];
	readonly survivorIdentities?: readonly string[];
}
