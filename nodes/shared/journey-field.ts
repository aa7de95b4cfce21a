import type { INodeProperties } from 'n8n-workflow';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { JourneyDefinition } from '../../journey/stages/definition';
import type { Fields } from './fields';

type JourneyName = keyof typeof BUILT_IN_DEFINITIONS;

const JOURNEY_NAMES = Object.keys(BUILT_IN_DEFINITIONS) as JourneyName[];

/** The field in which people choose the journey; every node and operation names it the same. */
export const journeyField: INodeProperties = {
	displayName: 'Journey',
	name: 'journey',
	type: 'options',
	options: JOURNEY_NAMES.map((name) => ({
		name: BUILT_IN_DEFINITIONS[name].displayName,
		value: name,
		description: BUILT_IN_DEFINITIONS[name].stages.map((stage) => stage.displayName).join(', '),
	})),
	default: 'five_stage',
	description: 'The stages that customers are expected to pass',
};

/** Gives the definition chosen in `journeyField`. */
export function chosenJourney(fields: Fields): JourneyDefinition {
	return BUILT_IN_DEFINITIONS[fields.choice('journey', 'Journey', JOURNEY_NAMES)];
}
