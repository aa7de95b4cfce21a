import type { INodeProperties } from 'n8n-workflow';
import * as choose from './choose.operation';
import * as redeem from './redeem.operation';

export const operations = { choose: choose.execute, redeem: redeem.execute };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['offer'] } },
		options: [
			{
				name: 'Choose',
				value: 'choose',
				description: 'Find the one fitting offer for a customer and issue its code',
				action: 'Choose offer',
			},
			{
				name: 'Redeem',
				value: 'redeem',
				description: 'Use up a code that a customer presents',
				action: 'Redeem offer',
			},
		],
		default: 'choose',
	},
	...choose.description,
	...redeem.description,
];
