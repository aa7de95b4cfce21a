import type { IBuilderHint, INodeProperties } from 'n8n-workflow';

export const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Customer', value: 'customer' },
		{ name: 'Journey', value: 'journey' },
		{ name: 'Touchpoint', value: 'touchpoint' },
	],
	default: 'touchpoint',
};

export const builderHint: IBuilderHint = {
	searchHint:
		'Record reads the item of a Touchpoint Trigger as it is; its outputs are Moved, Stayed and Not Applied. Route Contact answers a call, chat or visit by its outputs Self-Service, Call Back and Agent',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-customer-journey.touchpointTrigger',
			relationHint: 'Brings the touchpoints to record',
		},
		{
			nodeType: 'n8n-nodes-customer-journey.personalizedOffer',
			relationHint: 'Chooses an offer for a customer who moved',
		},
	],
};
