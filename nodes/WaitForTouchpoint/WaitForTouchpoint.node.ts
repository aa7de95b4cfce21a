import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { getJourneys } from '../shared/journey-field';
import { journeyStoreTest } from '../shared/store-test';
import { builderHint, properties, subtitle } from './description';
import { openWaits } from './execute';
import { resume } from './resume';
import { OUTPUT_NAMES } from './wait-item';

// Its webhook only resumes a parked execution, at an address that n8n makes for each: nobody is told of it.
// eslint-disable-next-line @n8n/community-nodes/webhook-lifecycle-complete
export class WaitForTouchpoint implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wait for Touchpoint',
		name: 'waitForTouchpoint',
		icon: { light: 'file:waitForTouchpoint.svg', dark: 'file:waitForTouchpoint.dark.svg' },
		group: ['organization'],
		version: 1,
		subtitle,
		description: 'Waits for what a customer does next, or for a deadline, whichever comes first',
		defaults: { name: 'Wait for Touchpoint' },
		inputs: [NodeConnectionTypes.Main],
		outputs: OUTPUT_NAMES.map((displayName) => ({ type: NodeConnectionTypes.Main, displayName })),
		credentials: [{ name: 'journeyStoreApi', testedBy: 'journeyStoreTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Empty, so that n8n answers what the node gives it: left out, it answers 'firstEntryJson', the name of its default.
				responseData: '',
				path: '',
				restartWebhook: true,
			},
		],
		// A tool answers within the turn of its agent; it cannot park the execution.
		usableAsTool: undefined,
		builderHint,
		properties,
	};

	methods = { credentialTest: { journeyStoreTest }, loadOptions: { getJourneys } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await openWaits(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await resume(this);
	}
}
