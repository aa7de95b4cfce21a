import type { INodeProperties } from 'n8n-workflow';
import type { JourneyStore } from '../../../../store/journey-store';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { limitFields, limited } from '../../../shared/limit-fields';
import { itemOfDefinition } from './definition-item';

const show = { resource: ['journey'], operation: ['getAll'] };

export const description: INodeProperties[] = limitFields(show);

export const execute = forEachItem({ count: 1, failed: 0 }, getMany);

async function getMany({ fields }: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const definitions = await store.listDefinitions();
	return limited(fields, definitions).map((definition) => ({
		output: 0,
		json: itemOfDefinition(definition),
	}));
}
