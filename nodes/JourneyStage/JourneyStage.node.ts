import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { getJourneys } from '../shared/journey-field';
import { namedOutputsFor } from '../shared/named-outputs';
import { operationSubtitle } from '../shared/operation-subtitle';
import { route } from '../shared/router';
import { getStages } from '../shared/stage-field';
import { journeyStoreTest } from '../shared/store-test';
import * as customer from './actions/customer/customer.resource';
import * as journey from './actions/journey/journey.resource';
import * as touchpoint from './actions/touchpoint/touchpoint.resource';
import { builderHint, resource } from './description';

const properties: INodeProperties[] = [
	resource,
	...touchpoint.description,
	...customer.description,
	...journey.description,
];

export class JourneyStage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Journey Stage',
		name: 'journeyStage',
		icon: { light: 'file:journeyStage.svg', dark: 'file:journeyStage.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle(properties),
		description:
			'Moves customers through the stages of their journey and tells all about one of them',
		defaults: { name: 'Journey Stage' },
		inputs: [NodeConnectionTypes.Main],
		outputs: namedOutputsFor({
			record: ['Moved', 'Stayed', 'Not Applied'],
			routeContact: customer.ROUTE_OUTPUTS,
		}),
		credentials: [{ name: 'journeyStoreApi', testedBy: 'journeyStoreTest' }],
		usableAsTool: true,
		builderHint,
		properties,
	};

	methods = { credentialTest: { journeyStoreTest }, loadOptions: { getJourneys, getStages } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this, {
			touchpoint: touchpoint.operations,
			customer: customer.operations,
			journey: journey.operations,
		});
	}
}
