import type { INodeProperties } from 'n8n-workflow';
import type { JourneyStore } from '../../../../store/journey-store';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { itemOfDefinition } from './definition-item';

const show = { resource: ['journey'], operation: ['getAll'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...show, returnAll: [false] } },
	},
];

export const execute = forEachItem({ count: 1, failed: 0 }, getMany);

async function getMany({ fields }: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const definitions = await store.listDefinitions();
	const limit = fields.flag('returnAll') ? definitions.length : fields.number('limit', 'Limit');
	return definitions
		.slice(0, limit)
		.map((definition) => ({ output: 0, json: itemOfDefinition(definition) }));
}
