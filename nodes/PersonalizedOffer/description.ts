import type { IBuilderHint, INodeProperties, NodeHint } from 'n8n-workflow';

export const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Catalogue', value: 'catalogue' },
		{ name: 'Offer', value: 'offer' },
	],
	default: 'offer',
};

export const hints: NodeHint[] = [
	{
		type: 'info',
		message:
			'Runs from the editor are rehearsals: Choose gives a code that is worth nothing, and no cap is used up.',
		displayCondition: '={{ $parameter["operation"] === "choose" }}',
		whenToDisplay: 'beforeExecution',
		location: 'outputPane',
	},
	{
		type: 'warning',
		message: 'Redeem uses up the code in every run, also in one from the editor.',
		displayCondition: '={{ $parameter["operation"] === "redeem" }}',
		whenToDisplay: 'beforeExecution',
		location: 'outputPane',
	},
];

export const builderHint: IBuilderHint = {
	searchHint:
		'Choose takes the item of Journey Stage as it is and gives a code with its QR code in the binary field qr; its outputs are Offer and No Offer',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-customer-journey.journeyStage',
			relationHint: 'Says which customer moved to which stage',
		},
		{
			nodeType: 'n8n-nodes-base.respondToWebhook',
			relationHint: 'Sends the page that Redeem gives in the field html',
		},
	],
};
