import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { getJourneys } from '../shared/journey-field';
import { operationSubtitle } from '../shared/operation-subtitle';
import { route } from '../shared/router';
import { journeyStoreTest } from '../shared/store-test';
import * as journey from './actions/journey/journey.resource';
import { builderHint, resource } from './description';

const properties: INodeProperties[] = [resource, ...journey.description];

export class GapAnalysis implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Gap Analysis',
		name: 'gapAnalysis',
		icon: { light: 'file:gapAnalysis.svg', dark: 'file:gapAnalysis.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle(properties),
		description: 'Shows where the experience of customers falls short of what was promised',
		defaults: { name: 'Gap Analysis' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Gaps', 'Report'],
		credentials: [{ name: 'journeyStoreApi', testedBy: 'journeyStoreTest' }],
		usableAsTool: true,
		builderHint,
		properties,
	};

	methods = { credentialTest: { journeyStoreTest }, loadOptions: { getJourneys } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this, { journey: journey.operations });
	}
}
