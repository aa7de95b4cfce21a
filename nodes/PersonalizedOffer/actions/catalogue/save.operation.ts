import type { INodeProperties } from 'n8n-workflow';
import type { JourneyStore } from '../../../../store/journey-store';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { itemOfOffer, offerOfItem } from './offer-item';
import { offerFields, offerOfFields } from './offer-fields';

const show = { resource: ['catalogue'], operation: ['save'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Offer',
		name: 'offer',
		type: 'options',
		options: [
			{
				name: 'Incoming Item',
				value: 'item',
				description: 'Each item is one offer, with the fields that Get Many returns',
			},
			{
				name: 'Map Fields Below',
				value: 'fields',
				description: 'One offer, put together here',
			},
		],
		default: 'fields',
		displayOptions: { show },
	},
	...offerFields({ ...show, offer: ['fields'] }),
];

export const execute = forEachItem({ count: 1, failed: 0 }, save);

async function save(
	{ context, fields, item }: ItemCall,
	store: JourneyStore,
): Promise<readonly Outcome[]> {
	const now = Date.now();
	const isItem = fields.choice('offer', 'Offer', ['item', 'fields']) === 'item';
	const offer = offerOfItem(isItem ? item.json : offerOfFields(fields), context.getTimezone(), now);
	await store.saveOffer(offer, now);
	return [{ output: 0, json: itemOfOffer(offer) }];
}
