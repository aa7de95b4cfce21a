import type { INodeProperties } from 'n8n-workflow';
import * as getContext from './get-context.operation';

export const operations = { getContext: getContext.execute };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['customer'] } },
		options: [
			{
				name: 'Get Context',
				value: 'getContext',
				description: 'Retrieve everything known of a customer over all channels',
				action: 'Get context of customer',
			},
		],
		default: 'getContext',
	},
	...getContext.description,
];
