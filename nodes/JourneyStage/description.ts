import type { IBuilderHint, INodeProperties } from 'n8n-workflow';

export const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Customer', value: 'customer' },
		{ name: 'Touchpoint', value: 'touchpoint' },
	],
	default: 'touchpoint',
};

export const builderHint: IBuilderHint = {
	searchHint:
		'Record reads the item of a Touchpoint Trigger as it is; its outputs are Moved, Stayed and Not Applied',
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
