import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { AttributeWord } from '../../../../journey/attribute-history';
import type { CustomerExport } from '../../../../store/customer-store';
import type { JourneyStore } from '../../../../store/journey-store';
import { chosenCustomer, firstKnown } from '../../../shared/chosen-customer';
import { customerFields } from '../../../shared/customer-fields';
import { isoTime, withIsoTimes } from '../../../shared/iso-time';
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

/** What attributes are named and what they hold is the business's own: they are passed on as they are. */
function itemOfExport({
	touchpoints,
	records,
	attributes,
	attributeHistory,
	...customer
}: CustomerExport): IDataObject {
	return {
		...withIsoTimes(customer),
		attributes: attributes as IDataObject,
		attributeHistory: Object.fromEntries(
			Object.entries(attributeHistory).map(([name, words]) => [name, words.map(itemOfWord)]),
		),
		...withIsoTimes(records),
		touchpoints: touchpoints.map(itemOfTouchpoint),
	};
}

function itemOfWord({ value, occurredAt, ...word }: AttributeWord): IDataObject {
	return { value: value as IDataObject[string], occurredAt: isoTime(occurredAt), ...word };
}
