import type { INodeProperties } from 'n8n-workflow';
import type { JourneyStore } from '../../../../store/journey-store';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { chosenJourney, journeyField } from '../../../shared/journey-field';
import { Misconfiguration } from '../../../shared/misconfiguration';
import { itemOfDefinition } from './definition-item';

const show = { resource: ['journey'], operation: ['get'] };

export const description: INodeProperties[] = [
	{ ...journeyField, displayOptions: { show } },
	{
		displayName: 'Version',
		name: 'version',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Which version of the journey',
		hint: '0 is the newest',
		displayOptions: { show },
	},
];

export const execute = forEachItem({ count: 1, failed: 0 }, get);

async function get({ fields }: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const newest = await chosenJourney(fields, store, Date.now());
	const version = fields.number('version', 'Version');
	const definition = version === 0 ? newest : await store.getDefinition(newest.name, version);
	if (!definition) {
		throw new Misconfiguration(
			`Journey '${newest.name}' has no version ${version}`,
			`Enter a number up to ${newest.version}, or 0 for the newest.`,
		);
	}
	const versions = await store.getVersionUse(definition.name);
	const json = { ...itemOfDefinition(definition), versions: versions.map((use) => ({ ...use })) };
	return [{ output: 0, json }];
}
