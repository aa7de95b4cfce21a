import type { IDataObject } from 'n8n-workflow';
import { numberOf, objectOf, textOf, type Fields } from '../../../shared/fields';
import { Misconfiguration } from '../../../shared/misconfiguration';
import { jsonOf, listOf } from './field-values';
import { changedByRows, type NamedRows } from './named-rows';

const SEGMENTS: NamedRows = {
	what: 'segment',
	more: 'members',
	enterId: "Add 'ID' to its conditions and enter one in snake case, like champions.",
	whenTwice:
		"Give each segment a name of its own; conditions of which one is enough go into 'Condition'.",
};

/** Gives the segment rules that the field of `segmentsField` describes, in the rules of `base` or after them. */
export function segmentsOfFields(fields: Fields, base: readonly IDataObject[]): IDataObject[] {
	const rows = fields.collection('segments').segment;
	return changedByRows(rows, base, SEGMENTS, (row, id, displayName, known) =>
		segmentIn(objectOf(row.members), id, displayName, known),
	);
}

function segmentIn(
	members: IDataObject,
	name: string,
	displayName: string,
	known: IDataObject | undefined,
): IDataObject {
	const conditions = conditionsIn(members, displayName);
	const when = conditions.length > 1 ? { all: conditions } : (conditions[0] ?? known?.when);
	if (when === undefined) {
		throw new Misconfiguration(
			`The segment '${displayName}' says nothing of who belongs to it`,
			"Add a condition to 'Who Belongs to It', like Orders at Least.",
		);
	}
	return { ...known, name, displayName: displayName || known?.displayName, when };
}

function conditionsIn(members: IDataObject, segment: string): IDataObject[] {
	const bound = (field: string, op: 'gte' | 'lte', name: string, displayName: string) =>
		members[name] === undefined ? [] : [{ field, op, value: numberOf(members[name], displayName) }];
	const fifth = (field: string, name: string) => {
		const chosen = listOf(members[name]) as number[];
		return chosen.length === 0 ? [] : [{ field, op: 'in', value: chosen }];
	};
	return [
		...fifth('rfm.recency', 'recency'),
		...fifth('rfm.frequency', 'frequency'),
		...fifth('rfm.monetary', 'monetary'),
		...bound('orders', 'gte', 'minOrders', 'Orders at Least'),
		...bound(`spent.${currencyIn(members, segment)}`, 'gte', 'minSpent', 'Spent at Least'),
		...bound('daysSinceOrder', 'gte', 'minDaysSinceOrder', 'Days Since Order at Least'),
		...bound('daysSinceOrder', 'lte', 'maxDaysSinceOrder', 'Days Since Order at Most'),
		...bound('lastScore', 'lte', 'maxLastScore', 'Last Score at Most'),
		...bound('lowestScore', 'lte', 'maxLowestScore', 'Lowest Score at Most'),
		...touchpointsIn(members),
		...(members.when === undefined ? [] : [jsonOf(members.when, 'Condition') as IDataObject]),
	];
}

/** Gives the currency of `Spent at Least`; empty where that is not asked for. */
function currencyIn({ minSpent, currency }: IDataObject, segment: string): string {
	const code = textOf(currency, 'Currency').toUpperCase();
	if (minSpent === undefined || /^[A-Z]{3}$/.test(code)) return code;
	throw new Misconfiguration(
		`The segment '${segment}' has an amount and no currency`,
		"Add 'Currency' to its conditions and enter a three-letter code, like EUR.",
	);
}

function touchpointsIn({ type, minTouchpoints }: IDataObject): IDataObject[] {
	const name = textOf(type, 'Touchpoint');
	if (name === '' && minTouchpoints === undefined) return [];
	const value = numberOf(minTouchpoints ?? 1, 'Touchpoints at Least');
	return [{ field: name === '' ? 'touchpoints' : `touchpoints.${name}`, op: 'gte', value }];
}
