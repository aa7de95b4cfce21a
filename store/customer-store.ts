import type { AttributeWord } from '../journey/attribute-history';
import type { ConsentStanding } from '../journey/consent/consent-standing';
import type { Identity } from '../journey/identity';
import type { IdentityRule } from '../journey/identity-use';
import type { Touchpoint } from '../journey/touchpoint';

/** How a customer is named: by an identity, or by the id in the store, also that of one who was merged away. */
export type Who = Identity | { readonly customerId: string };

/** What became of a fact that belongs to a customer and to no journey. */
export interface Noted {
	/** Null for a test, for a touchpoint that names nobody, and for one that was erased. */
	readonly customerId: string | null;
	/** Whether it was new. */
	readonly isNew: boolean;
}

export type MergeOutcome =
	| {
			readonly ok: true;
			/** Who both are now. */
			readonly customerId: string;
			/** Who was merged away and is an alias now; null when both were one already. */
			readonly mergedId: string | null;
	  }
	| { readonly ok: false; readonly why: 'first_unknown' | 'second_unknown' }
	| {
			readonly ok: false;
			/** They have different ids in these namespaces. */
			readonly why: 'different_people';
			readonly namespaces: readonly string[];
	  };

/** A row of a table as an export gives it: names in camel case, JSON read, times as epoch milliseconds in names ending in `At`. */
export type ExportedRow = Readonly<Record<string, unknown>>;

/** Everything that the store holds about one customer. */
export interface CustomerExport {
	readonly customerId: string;
	/** Epoch milliseconds. */
	readonly firstSeenAt: number;
	/** Ids of customers who were merged into this one. */
	readonly aliases: readonly string[];
	/** What stands. */
	readonly attributes: Readonly<Record<string, unknown>>;
	/** Every word on every attribute, the latest first. */
	readonly attributeHistory: Readonly<Record<string, readonly AttributeWord[]>>;
	readonly consent: ConsentStanding;
	/** The facts, the oldest first, with those that were not applied yet and those that are tests. */
	readonly touchpoints: readonly Touchpoint[];
	/** The rows of every other table, by the name in `CUSTOMER_TABLES`. */
	readonly records: Readonly<Record<string, readonly ExportedRow[]>>;
}

/** Proof that a customer was erased; it holds nothing about the person. */
export interface Erasure {
	/** Epoch milliseconds. */
	readonly erasedAt: number;
	/** How many rows went, by the name in `CUSTOMER_TABLES`, `customers` being the customer and its aliases. */
	readonly erased: Readonly<Record<string, number>>;
	/** Waits that ended by it. */
	readonly endedWaits: number;
	/** Redeemed codes that stay, without their customer, order and decision, since they count towards a cap. */
	readonly keptRedeemedCodes: number;
}

/** What a new rule for an identity changed. */
export interface IdentityRuleSet {
	/** Who was recognised by it until now; null when nobody was. */
	readonly formerCustomerId: string | null;
}

/** Customers as people with rights: what is known of them, to be put right, handed over and erased. */
export interface CustomerStore {
	/** Keeps a fact about a customer that moves no journey, such as a word on permission given by hand. */
	noteForCustomer(touchpoint: Touchpoint, now: number): Promise<Noted>;
	/** Makes one of two customers, as a touchpoint that names both would. */
	mergeCustomers(first: Who, second: Who, now: number): Promise<MergeOutcome>;
	/** Everything about one customer; null when there is none. */
	exportCustomer(who: Who): Promise<CustomerExport | null>;
	/** Takes away everything about one customer, for good; null when there is none. */
	eraseCustomer(who: Who, now: number): Promise<Erasure | null>;
	/**
	 * Says that nobody is recognised by an identity any more (`blocked`), or that it is one person's after all (`personal`).
	 * A blocked identity is taken from its customer; people whom it joined before are not split.
	 */
	setIdentityRule(identity: Identity, rule: IdentityRule, now: number): Promise<IdentityRuleSet>;
}
