import type {
	INodeType,
	INodeTypeDescription,
	ITriggerFunctions,
	ITriggerResponse,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { getJourneys } from '../shared/journey-field';
import { getStages } from '../shared/stage-field';
import { journeyStoreTest } from '../shared/store-test';
import { bringMoments } from './bring-moments';
import { builderHint, properties, subtitle, triggerTexts } from './description';

export class JourneyMomentTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Journey Moment Trigger',
		name: 'journeyMomentTrigger',
		icon: { light: 'file:journeyMomentTrigger.svg', dark: 'file:journeyMomentTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description:
			'Starts the workflow when something happens in a journey without a webhook: a stage entered, a stall, a wait that ends, a code about to expire',
		defaults: { name: 'Journey Moment Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'journeyStoreApi', displayName: 'Journey Store', testedBy: 'journeyStoreTest' },
		],
		...triggerTexts,
		builderHint,
		properties,
	};

	methods = {
		credentialTest: { journeyStoreTest },
		loadOptions: { getJourneys, getStages },
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await bringMoments(this);
	}
}
