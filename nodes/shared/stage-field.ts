import type { ILoadOptionsFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { openJourneyStore } from './open-journey-store';

/** The field in which people choose a stage of the journey chosen in `journeyField`. */
export const stageField: INodeProperties = {
	displayName: 'Stage Name or ID',
	name: 'stage',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getStages', loadOptionsDependsOn: ['journey'] },
	default: '',
	required: true,
	description:
		'A stage of the journey. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

/** Gives the stages of the journey that is chosen in the panel, for `stageField`. */
export async function getStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const store = await openJourneyStore(this);
	const journey = String(this.getCurrentNodeParameter('journey') ?? '');
	const definition = await store.getDefinition(journey);
	return (definition?.stages ?? []).map(({ name, displayName, owner }) => ({
		name: displayName,
		value: name,
		description: owner,
	}));
}
