import type { INodeProperties } from 'n8n-workflow';
import type { Who } from '../../../../store/customer-store';
import type { JourneyStore } from '../../../../store/journey-store';
import {
	chosenCustomer,
	contextOfCustomer,
	type ChosenCustomer,
} from '../../../shared/chosen-customer';
import { customerFields } from '../../../shared/customer-fields';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { chosenOtherCustomer, otherCustomerFields } from './other-customer';

const show = { resource: ['customer'], operation: ['merge'] };

export const description: INodeProperties[] = [
	...customerFields(show),
	...otherCustomerFields(show),
];

export const execute = forEachItem({ count: 1, failed: 0 }, merge);

async function merge({ fields, item }: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const now = Date.now();
	const first = await find(store, chosenCustomer(fields, item.json), now);
	if (!first) return [{ output: 0, json: { merged: false, why: 'customer_unknown' } }];
	const second = await find(store, chosenOtherCustomer(fields), now);
	if (!second) return [{ output: 0, json: { merged: false, why: 'other_customer_unknown' } }];
	const outcome = await store.mergeCustomers(first, second, now);
	if (outcome.ok) {
		const { customerId, mergedId } = outcome;
		const why = mergedId === null ? 'same_customer' : null;
		return [{ output: 0, json: { merged: mergedId !== null, why, customerId, mergedId } }];
	}
	switch (outcome.why) {
		case 'first_unknown':
			return [{ output: 0, json: { merged: false, why: 'customer_unknown' } }];
		case 'second_unknown':
			return [{ output: 0, json: { merged: false, why: 'other_customer_unknown' } }];
		case 'different_people': {
			const namespaces = [...outcome.namespaces];
			return [{ output: 0, json: { merged: false, why: 'different_people', namespaces } }];
		}
	}
}

async function find(store: JourneyStore, chosen: ChosenCustomer, now: number): Promise<Who | null> {
	const context = await contextOfCustomer(store, chosen, 0, now);
	return context && { customerId: context.customerId };
}
