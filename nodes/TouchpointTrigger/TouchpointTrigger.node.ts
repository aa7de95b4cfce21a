import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { touchpointSourceTest } from '../shared/source-secrets';
import { journeyStoreTest } from '../shared/store-test';
import { webhookMethods } from './activation';
import { builderHint, properties, subtitle } from './description';
import { handleWebhook } from './handle-webhook';
import { triggerPanel } from './trigger-panel';
import { webhooks } from './webhooks';

export class TouchpointTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Touchpoint Trigger',
		name: 'touchpointTrigger',
		icon: {
			light: 'file:touchpointTrigger.svg',
			dark: 'file:touchpointTrigger.dark.svg',
		},
		group: ['trigger'],
		// From version 2 on n8n spares the expression engine in the webhook phase, which is four times the throughput.
		version: 2,
		subtitle,
		description:
			'Starts the workflow when a shop, CRM or survey tool reports a touchpoint of a customer',
		eventTriggerDescription: 'Waiting for a signed delivery to the test URL',
		activationMessage: 'Signed deliveries to the production URL now start this workflow.',
		defaults: { name: 'Touchpoint Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'touchpointSourceApi', required: true, testedBy: 'touchpointSourceTest' },
			{ name: 'journeyStoreApi', testedBy: 'journeyStoreTest' },
		],
		webhooks,
		triggerPanel,
		builderHint,
		properties,
	};

	methods = { credentialTest: { touchpointSourceTest, journeyStoreTest } };

	webhookMethods = webhookMethods;

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handleWebhook(this);
	}
}
