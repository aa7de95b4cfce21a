import type { Transaction } from '../database';
import { moveMemberships } from '../recording/accounts';
import { moveContenders } from '../recording/contenders';
import { moveOrders } from '../value/orders';

/**
 * How the rows of a table belong to a customer: by its own column, or through a journey, a touchpoint (which is also what
 * a moment may be about, its subject) or an identity.
 */
export type BelongsBy = 'customer_id' | 'journey_id' | 'touchpoint_id' | 'identity_key' | 'subject';

/** A table with rows about single customers: what merging, exporting and erasing one has to know of it. */
export interface CustomerTable {
	readonly table: string;
	/** A row with any of these belongs to the customer. */
	readonly by: readonly BelongsBy[];
	/** The name of its rows in an export. */
	readonly exportAs: string;
	/** Columns that hold JSON. */
	readonly json?: readonly string[];
	/** Columns that are left out of an export: not about the customer, or a secret. */
	readonly hidden?: readonly string[];
	/**
	 * How its rows go over to the survivor of a merge. Left out, each row goes over as it is; a table in which both may have
	 * a row for the same thing joins the two. `with_owner`: rows go with the row they belong to, or with another table.
	 */
	readonly move?: MoveRows | 'with_owner';
}

/** Gives rows of merged customers to the survivors: each move is a survivor and the customer merged into it. */
export type MoveRows = (
	transaction: Transaction,
	moves: readonly (readonly [winner: string, loser: string])[],
) => Promise<void>;

/**
 * Every table with rows about single customers, those that refer to others first: rows are erased in this order. A new
 * table needs one line here, and a test finds out when it has none.
 */
export const CUSTOMER_TABLES: readonly CustomerTable[] = [
	{
		table: 'moment',
		by: ['customer_id', 'subject'],
		exportAs: 'moments',
		json: ['body'],
		hidden: ['lease_until', 'attempts'],
	},
	{
		table: 'wait',
		by: ['customer_id'],
		exportAs: 'waits',
		json: ['body', 'resolution'],
		hidden: [
			'wait_key',
			'instance_id',
			'execution_id',
			'resume_url',
			'delivery',
			'next_attempt_at',
			'attempts',
		],
	},
	{ table: 'visit', by: ['journey_id'], exportAs: 'visits', move: 'with_owner' },
	{
		table: 'journey_touchpoint',
		by: ['journey_id', 'touchpoint_id'],
		exportAs: 'movements',
		move: 'with_owner',
	},
	{
		table: 'journey',
		by: ['customer_id'],
		exportAs: 'journeys',
		json: ['state'],
		move: 'with_owner',
	},
	{ table: 'issued_offer', by: ['customer_id'], exportAs: 'issuedOffers', json: ['decision'] },
	{
		table: 'experiment_arm',
		by: ['customer_id'],
		exportAs: 'experimentArms',
		json: ['weights'],
	},
	{ table: 'customer_order', by: ['customer_id'], exportAs: 'orders', move: moveOrders },
	{ table: 'customer_refund', by: ['customer_id'], exportAs: 'refunds', move: 'with_owner' },
	{ table: 'account_member', by: ['customer_id'], exportAs: 'accounts', move: moveMemberships },
	{ table: 'customer_merge', by: ['customer_id'], exportAs: 'merges', json: ['moved'] },
	{
		table: 'consent_word',
		by: ['identity_key', 'touchpoint_id'],
		exportAs: 'consentHistory',
		move: 'with_owner',
	},
	{
		table: 'contested_identity',
		by: ['customer_id', 'identity_key'],
		exportAs: 'contestedIdentities',
		move: moveContenders,
	},
	{ table: 'identity_rule', by: ['identity_key'], exportAs: 'identityRules', move: 'with_owner' },
	{ table: 'identity', by: ['customer_id'], exportAs: 'identities' },
	{ table: 'touchpoint', by: ['customer_id'], exportAs: 'touchpoints', json: ['body'] },
];

const CONDITIONS: Readonly<Record<BelongsBy, string>> = {
	customer_id: 'customer_id = ?',
	journey_id: 'journey_id IN (SELECT id FROM journey WHERE customer_id = ?)',
	touchpoint_id: 'touchpoint_id IN (SELECT id FROM touchpoint WHERE customer_id = ?)',
	identity_key: 'identity_key IN (SELECT identity_key FROM identity WHERE customer_id = ?)',
	// With the subscriptions, since subjects are found by them.
	subject: `(subscription, subject) IN
		(SELECT s.id, t.id FROM moment_subscription s CROSS JOIN touchpoint t WHERE t.customer_id = ?)`,
};

/** Gives the condition under which a row of the table belongs to a customer; its id stands for each `?`. */
export function belongsTo({ by }: CustomerTable): {
	readonly condition: string;
	readonly parameters: number;
} {
	const conditions = by.map((column) => CONDITIONS[column]);
	return { condition: `(${conditions.join(' OR ')})`, parameters: conditions.length };
}
