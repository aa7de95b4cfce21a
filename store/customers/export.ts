import { attributeHistory } from '../../journey/attribute-history';
import { consentStanding } from '../../journey/consent/consent-standing';
import { compareFoldKeys } from '../../journey/stages/fold-order';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Row, Transaction } from '../database';
import type { CustomerExport, ExportedRow, Who } from '../customer-store';
import { readConsentWords } from './consent-words';
import { findCustomer } from './find-customer';
import { strayTouchpoints } from './stray-touchpoints';
import { belongsTo, CUSTOMER_TABLES, type CustomerTable } from './tables';

/** Gives everything that the store holds about one customer; null when there is none. */
export async function exportCustomer(
	transaction: Transaction,
	who: Who,
): Promise<CustomerExport | null> {
	const customer = await findCustomer(transaction, who);
	if (!customer) return null;
	const { id } = customer;
	const attributes = Object.fromEntries(
		Object.entries(customer.profile.attributes).map(([name, { value }]) => [name, value]),
	);
	const aliases = await transaction.all(
		'SELECT id FROM customer WHERE merged_into = ? ORDER BY id',
		[id],
	);
	const touchpoints = await readTouchpoints(transaction, id);
	const records: Record<string, readonly ExportedRow[]> = {};
	for (const table of CUSTOMER_TABLES) {
		if (table.table !== 'touchpoint')
			records[table.exportAs] = await readRecords(transaction, table, id);
	}
	return {
		customerId: id,
		firstSeenAt: customer.firstSeen,
		aliases: aliases.map((row) => String(row.id)),
		attributes,
		attributeHistory: attributeHistory(touchpoints),
		consent: consentStanding(await readConsentWords(transaction, id, attributes)),
		touchpoints,
		records,
	};
}

async function readTouchpoints(
	transaction: Transaction,
	customerId: string,
): Promise<readonly Touchpoint[]> {
	const rows = await transaction.all('SELECT body FROM touchpoint WHERE customer_id = ?', [
		customerId,
	]);
	const own = rows.map((row) => JSON.parse(String(row.body)) as Touchpoint);
	return [...own, ...(await strayTouchpoints(transaction, customerId))].sort(compareFoldKeys);
}

async function readRecords(
	transaction: Transaction,
	table: CustomerTable,
	customerId: string,
): Promise<readonly ExportedRow[]> {
	const { condition, parameters } = belongsTo(table);
	const rows = await transaction.all(
		`SELECT * FROM ${table.table} WHERE ${condition} ORDER BY 1, 2`,
		Array.from({ length: parameters }, () => customerId),
	);
	return rows.map((row) => exportedRow(row, table));
}

function exportedRow(row: Row, { json = [], hidden = [] }: CustomerTable): ExportedRow {
	const columns = Object.entries(row).filter(
		([column]) => column !== 'customer_id' && !hidden.includes(column),
	);
	return Object.fromEntries(
		columns.map(([column, value]) => [
			column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
			json.includes(column) && typeof value === 'string' ? (JSON.parse(value) as unknown) : value,
		]),
	);
}
