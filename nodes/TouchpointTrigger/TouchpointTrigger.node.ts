import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { touchpointSourceTest } from '../shared/source-secrets';
import { journeyStoreTest } from '../shared/store-test';
import { webhookMethods } from './activation';
import { builderHint, properties } from './description';
import { handleWebhook } from './handle-webhook';
import { outputs } from './outputs';
import { getRecentRefusals } from './refusals-field';
import { WITH_SECRET } from './source-fields';
import { subtitle } from './subtitle';
import { triggerTexts } from './trigger-panel';
import { webhooks } from './webhooks';

export class TouchpointTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Touchpoint Trigger',
		name: 'touchpointTrigger',
		icon: { light: 'file:touchpointTrigger.svg', dark: 'file:touchpointTrigger.dark.svg' },
		group: ['trigger'],
		// From version 2 on n8n spares the expression engine in the webhook phase, which is four times the throughput.
		version: 2,
		subtitle,
		description:
			'Starts the workflow when a shop, CRM or survey tool reports a touchpoint of a customer',
		defaults: { name: 'Touchpoint Trigger' },
		inputs: [],
		outputs,
		credentials: [
			{
				name: 'touchpointSourceApi',
				displayName: 'Secret of the Source',
				required: true,
				testedBy: 'touchpointSourceTest',
				displayOptions: { show: { source: WITH_SECRET } },
			},
			{ name: 'journeyStoreApi', displayName: 'Journey Store', testedBy: 'journeyStoreTest' },
		],
		webhooks,
		...triggerTexts,
		builderHint,
		properties,
	};

	methods = {
		credentialTest: { touchpointSourceTest, journeyStoreTest },
		loadOptions: { getRecentRefusals },
	};

	webhookMethods = webhookMethods;

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handleWebhook(this);
	}
}
