import type { INodeProperties } from 'n8n-workflow';
import type { JourneyStore } from '../../../../store/journey-store';
import { chosenCustomer, contextOfCustomer } from '../../../shared/chosen-customer';
import { itemOfContext } from '../../../shared/context-item';
import { customerFields } from '../../../shared/customer-fields';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';

const show = { resource: ['customer'], operation: ['getContext'] };

export const description: INodeProperties[] = [
	...customerFields(show),
	{
		displayName: 'Touchpoints',
		name: 'touchpointLimit',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1000 },
		default: 20,
		description: 'How many of the latest touchpoints to return',
		displayOptions: { show },
	},
];

export const execute = forEachItem({ count: 1, failed: 0 }, getContext);

async function getContext(
	{ context: call, fields, item }: ItemCall,
	store: JourneyStore,
): Promise<readonly Outcome[]> {
	const customer = chosenCustomer(fields, item.json);
	const limit = fields.number('touchpointLimit', 'Touchpoints');
	const zone = call.getTimezone();
	const context = await contextOfCustomer(store, customer, limit, Date.now(), zone);
	const json = context ? { found: true, ...itemOfContext(context) } : { found: false };
	return [{ output: 0, json }];
}
