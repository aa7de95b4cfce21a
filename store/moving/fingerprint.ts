import { createHash } from 'node:crypto';
import type { Database } from '../database';
import { nextRows, placeAfter, type Place } from './batches';
import type { Table } from './tables';

/** What a table holds: how many rows, and a checksum over every value of them that no order of the rows changes. */
export interface Fingerprint {
	readonly rows: number;
	readonly checksum: string;
}

const MODULUS = 2n ** 256n;

/** Reads a whole table. The checksum is the sum of the SHA-256 of each row; `onRows` hears how many were read. */
export async function fingerprint(
	database: Database,
	table: Table,
	onRows: (rows: number) => void,
): Promise<Fingerprint> {
	let rows = 0;
	let sum = 0n;
	let place: Place = null;
	for (;;) {
		const batch = await nextRows(database, table, place);
		if (batch.length === 0) return { rows, checksum: sum.toString(16) };
		for (const row of batch) {
			const values = JSON.stringify(table.columns.map((column) => row[column]));
			sum = (sum + BigInt(`0x${createHash('sha256').update(values).digest('hex')}`)) % MODULUS;
		}
		rows += batch.length;
		place = placeAfter(table, batch, place);
		onRows(rows);
	}
}
