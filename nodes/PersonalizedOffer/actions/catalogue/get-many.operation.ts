import type { INodeProperties } from 'n8n-workflow';
import type { JourneyStore } from '../../../../store/journey-store';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { limitFields, limited } from '../../../shared/limit-fields';
import { itemOfOffer } from './offer-item';

const show = { resource: ['catalogue'], operation: ['getAll'] };

export const description: INodeProperties[] = limitFields(show);

export const execute = forEachItem({ count: 1, failed: 0 }, getMany);

async function getMany({ fields }: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const offers = await store.getOffers();
	return limited(fields, offers).map((offer) => ({ output: 0, json: itemOfOffer(offer) }));
}
