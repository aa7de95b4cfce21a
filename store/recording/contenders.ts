import type { Contender, Resolution } from '../../journey/identity-resolution';
import type { Dialect, Row, Transaction } from '../database';

const ADD_CONTENDER = `INSERT INTO contested_identity (identity_key, customer_id) VALUES (?, ?)
	ON CONFLICT (identity_key, customer_id) DO NOTHING`;

/** More claims than this are no contest of people but of a till, a script or a shared account, which ops do better to block. */
const MOST_CLAIMS = 1_000;

/** The claims of people who contest identities with one another, `isWhole` unless they are too many to go into. */
export interface Claims {
	readonly claims: readonly Contender[];
	readonly isWhole: boolean;
}

/** Gives the claims of these customers, of those who contest an identity with one of them, and so on. */
export async function readContenders(
	transaction: Transaction,
	dialect: Dialect,
	customerIds: readonly string[],
): Promise<Claims> {
	const claims: Contender[] = [];
	const identities = new Set<string>();
	const customers = new Set(customerIds);
	for (let next = customerIds; next.length > 0;) {
		const own = await transaction.all(
			`SELECT DISTINCT identity_key FROM contested_identity WHERE customer_id IN ${dialect.listOfTexts}`,
			[JSON.stringify(next)],
		);
		const news = own.map((row) => String(row.identity_key)).filter((key) => !identities.has(key));
		if (news.length === 0) break;
		for (const key of news) identities.add(key);
		const rows = await transaction.all(
			`SELECT identity_key, customer_id FROM contested_identity
				WHERE identity_key IN ${dialect.listOfTexts} LIMIT ${MOST_CLAIMS + 1}`,
			[JSON.stringify(news)],
		);
		claims.push(...rows.map(contender));
		if (claims.length > MOST_CLAIMS) return { claims, isWhole: false };
		next = [...new Set(rows.map((row) => String(row.customer_id)))].filter(
			(id) => !customers.has(id),
		);
		for (const id of next) customers.add(id);
	}
	return { claims, isWhole: true };
}

/**
 * Gives who claims these identities, which nobody has; of more than can be gone into, some: so many have to be sorted
 * together in any case, and are too many for that.
 */
export async function claimsOnNobodys(
	transaction: Transaction,
	dialect: Dialect,
	keys: readonly string[],
): Promise<readonly Contender[]> {
	if (keys.length === 0) return [];
	const rows = await transaction.all(
		`SELECT identity_key, customer_id FROM contested_identity
			WHERE identity_key IN ${dialect.listOfTexts} LIMIT ${MOST_CLAIMS + 1}`,
		[JSON.stringify(keys)],
	);
	return rows.map(contender);
}

function contender(row: Row): Contender {
	return { identity: String(row.identity_key), customerId: String(row.customer_id) };
}

/**
 * Keeps who claims what was refused by a batch, and who was given what had been refused to somebody before (`contested`,
 * by key). Without anybody no statement is run.
 */
export async function keepNewContenders(
	transaction: Transaction,
	{ contenders, linked }: Resolution,
	contested: ReadonlySet<string>,
): Promise<void> {
	const given = [...linked].map(([identity, { customerId }]) => ({ identity, customerId }));
	await keepContenders(transaction, [
		...contenders,
		...given.filter(({ identity }) => contested.has(identity)),
	]);
}

/** Keeps who claims what; without anybody no statement is run. */
export async function keepContenders(
	transaction: Transaction,
	contenders: readonly Contender[],
): Promise<void> {
	if (contenders.length === 0) return;
	await transaction.runMany(
		ADD_CONTENDER,
		contenders.map(({ identity, customerId }) => [identity, customerId]),
	);
}

/** Gives the claims of merged customers to the survivors: each move is a survivor and the customer merged into it. */
export async function moveContenders(
	transaction: Transaction,
	moves: readonly (readonly [winner: string, loser: string])[],
): Promise<void> {
	await transaction.runMany(
		`INSERT INTO contested_identity (identity_key, customer_id)
			SELECT identity_key, CAST(? AS TEXT) FROM contested_identity WHERE customer_id = ?
			ON CONFLICT (identity_key, customer_id) DO NOTHING`,
		moves,
	);
	await forgetContenders(
		transaction,
		moves.map(([, loser]) => loser),
	);
}

/** Takes away all that these customers claim. */
export async function forgetContenders(
	transaction: Transaction,
	customerIds: readonly string[],
): Promise<void> {
	await transaction.runMany(
		'DELETE FROM contested_identity WHERE customer_id = ?',
		customerIds.map((id) => [id]),
	);
}
