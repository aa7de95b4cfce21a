import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { JourneyDefinition } from '../../journey/stages/definition';
import type { JourneyStore } from '../../store/journey-store';
import type { Fields } from './fields';
import { Misconfiguration } from './misconfiguration';
import { newestDefinition } from './newest-definition';
import { openJourneyStore, type StoreUser } from './open-journey-store';

/** The field in which people choose the journey; every node and operation names it the same. */
export const journeyField: INodeProperties = {
	displayName: 'Journey Name or ID',
	name: 'journey',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getJourneys' },
	default: 'five_stage',
	description:
		'The stages that customers are expected to pass. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

/** Gives the journeys of the node's store, for `journeyField`; belongs into `methods.loadOptions` of every node with it. */
export async function getJourneys(this: StoreUser): Promise<INodePropertyOptions[]> {
	const store = await openJourneyStore(this);
	const definitions = await store.listDefinitions();
	return definitions.map(({ name, displayName, stages }) => ({
		name: displayName,
		value: name,
		description: stages.map((stage) => stage.displayName).join(', '),
	}));
}

/** Gives the newest version of the journey chosen in `journeyField`; `now` is in epoch milliseconds. */
export async function chosenJourney(
	fields: Fields,
	store: JourneyStore,
	now: number,
): Promise<JourneyDefinition> {
	const name = fields.requiredText('journey', 'Journey', 'Choose the journey.');
	const definition = await newestDefinition(store, name, now);
	if (definition) return definition;
	const names = (await store.listDefinitions()).map((known) => known.name);
	throw new Misconfiguration(
		`There is no journey '${name}' in the store`,
		`Choose one of: ${names.join(', ')}; or save it with Journey Stage, Journey: Save.`,
	);
}
