import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { CustomerExport } from '../../../../store/customer-store';
import type { JourneyStore } from '../../../../store/journey-store';
import { chosenCustomer, firstKnown } from '../../../shared/chosen-customer';
import { customerFields } from '../../../shared/customer-fields';
import { isoTime } from '../../../shared/iso-time';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { itemOfTouchpoint } from '../../../shared/touchpoint-item';

const show = { resource: ['customer'], operation: ['export'] };

export const description: INodeProperties[] = customerFields(show);

export const execute = forEachItem({ count: 1, failed: 0 }, exportCustomer);

async function exportCustomer(
	{ fields, item }: ItemCall,
	store: JourneyStore,
): Promise<readonly Outcome[]> {
	const chosen = chosenCustomer(fields, item.json);
	const exported = await firstKnown(chosen, async (who) => await store.exportCustomer(who));
	const json = exported ? { found: true, ...itemOfExport(exported) } : { found: false };
	return [{ output: 0, json }];
}

function itemOfExport({ touchpoints, records, ...customer }: CustomerExport): IDataObject {
	return {
		...(withIsoTimes(customer) as IDataObject),
		...(withIsoTimes(records) as IDataObject),
		touchpoints: touchpoints.map(itemOfTouchpoint),
	};
}

/** Gives a value with every number whose name ends in `At` as ISO 8601: all of these are epoch milliseconds. */
function withIsoTimes(value: unknown, name = ''): unknown {
	if (typeof value === 'number') return /At$/.test(name) ? isoTime(value) : value;
	if (Array.isArray(value)) return value.map((one) => withIsoTimes(one));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => [key, withIsoTimes(one, key)]),
	);
}
