import { accountOwner } from '../../journey/context/account';
import { resolveWait, type JourneyEnd } from '../../journey/waits/resolve';
import type { Resolution, Wait } from '../../journey/waits/wait';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Dialect, Row, Transaction } from '../database';

/** A wait and the customer whose touchpoints it looks at. */
export interface OwnedWait {
	readonly customerId: string;
	readonly wait: Wait;
}

/** What a statement is asked about one wait: its place, whose it is, its journey, and the time it looks at. */
type Look = readonly [
	place: number,
	customerId: string,
	definition: string | null,
	from: number,
	until: number,
];

/** The wait that `w` stands for is the touchpoint's by its customer and its time. */
const IN_TIME =
	't.occurred_at >= CAST(w.value ->> 3 AS BIGINT) AND t.occurred_at <= CAST(w.value ->> 4 AS BIGINT)';

/**
 * Gives for each wait what has already ended it among the recorded touchpoints of its customer, and the ends of journeys
 * of the customer's accounts; null where nothing has. However many waits there are, it is three statements at most.
 */
export async function lookBack(
	transaction: Transaction,
	dialect: Dialect,
	waits: readonly OwnedWait[],
): Promise<readonly (Resolution | null)[]> {
	const looks = waits.map(
		({ customerId, wait: { exits, lookBackFrom, deadlineAt } }, place): Look => [
			place,
			customerId,
			exits.journey?.definition ?? null,
			lookBackFrom,
			deadlineAt,
		],
	);
	const touchpoints = await ownTouchpoints(transaction, dialect, looks);
	const leaving = looks.filter(([, , definition]) => definition !== null);
	const own = await journeyEnds(
		transaction,
		dialect,
		leaving.filter(([place]) => touchpoints.has(place)),
	);
	const shared = await colleaguesEnds(transaction, dialect, leaving);
	return waits.map(({ wait }, place) => {
		const others = shared.get(place) ?? [];
		return resolveWait(
			wait,
			touchpoints.get(place) ?? [],
			[...(own.get(place) ?? []), ...others.map(({ end }) => end)],
			others.map(({ touchpoint }) => touchpoint),
		);
	});
}

async function ownTouchpoints(
	transaction: Transaction,
	{ elements }: Dialect,
	looks: readonly Look[],
): Promise<ReadonlyMap<number, readonly Touchpoint[]>> {
	if (looks.length === 0) return new Map();
	const rows = await transaction.all(
		// SQLite keeps the order of a cross join: first the waits, which are few.
		`SELECT w.value ->> 0 AS place, t.body FROM ${elements} AS w CROSS JOIN touchpoint t
			WHERE t.customer_id = w.value ->> 1 AND ${IN_TIME} AND t.test = 0`,
		[JSON.stringify(looks)],
	);
	return byPlace(rows, touchpointOf);
}

async function journeyEnds(
	transaction: Transaction,
	{ elements }: Dialect,
	looks: readonly Look[],
): Promise<ReadonlyMap<number, readonly JourneyEnd[]>> {
	if (looks.length === 0) return new Map();
	const rows = await transaction.all(
		`SELECT w.value ->> 0 AS place, t.id, a.definition, a.movement, j.journey_key
			FROM ${elements} AS w CROSS JOIN touchpoint t
			JOIN journey_touchpoint a ON a.touchpoint_id = t.id AND a.definition = w.value ->> 2
			JOIN journey j ON j.id = a.journey_id
			WHERE t.customer_id = w.value ->> 1 AND ${IN_TIME} AND a.movement IN ('completed', 'exited')`,
		[JSON.stringify(looks)],
	);
	return byPlace(rows, journeyEnd);
}

/** Gives what others did to end journeys of the customers' accounts. */
async function colleaguesEnds(
	transaction: Transaction,
	{ elements }: Dialect,
	looks: readonly Look[],
): Promise<
	ReadonlyMap<number, readonly { readonly end: JourneyEnd; readonly touchpoint: Touchpoint }[]>
> {
	if (looks.length === 0) return new Map();
	const rows = await transaction.all(
		`SELECT w.value ->> 0 AS place, t.id, t.body, a.definition, a.movement, j.journey_key
			FROM ${elements} AS w CROSS JOIN account_member m
			JOIN journey j ON j.customer_id = ? || m.account AND j.definition = w.value ->> 2
			JOIN journey_touchpoint a ON a.journey_id = j.id AND a.movement IN ('completed', 'exited')
			JOIN touchpoint t ON t.id = a.touchpoint_id
			WHERE m.customer_id = w.value ->> 1 AND t.customer_id <> m.customer_id AND ${IN_TIME}`,
		[JSON.stringify(looks), accountOwner('')],
	);
	return byPlace(rows, (row) => ({ end: journeyEnd(row), touchpoint: touchpointOf(row) }));
}

function byPlace<T>(
	rows: readonly Row[],
	valueOf: (row: Row) => T,
): ReadonlyMap<number, readonly T[]> {
	const groups = Map.groupBy(rows, (row) => Number(row.place));
	return new Map([...groups].map(([place, own]) => [place, own.map(valueOf)]));
}

function touchpointOf(row: Row): Touchpoint {
	return JSON.parse(String(row.body)) as Touchpoint;
}

function journeyEnd(row: Row): JourneyEnd {
	return {
		touchpointId: String(row.id),
		definition: String(row.definition),
		key: String(row.journey_key),
		movement: String(row.movement) as JourneyEnd['movement'],
	};
}
