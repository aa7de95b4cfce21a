import type { INodeProperties } from 'n8n-workflow';
import type { JourneyStore } from '../../../../store/journey-store';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { itemOfOffer } from './offer-item';

const show = { resource: ['catalogue'], operation: ['getAll'] };

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
	const offers = await store.getOffers();
	const limit = fields.flag('returnAll') ? offers.length : fields.number('limit', 'Limit');
	return offers.slice(0, limit).map((offer) => ({ output: 0, json: itemOfOffer(offer) }));
}
