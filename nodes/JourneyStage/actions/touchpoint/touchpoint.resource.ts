import type { INodeProperties } from 'n8n-workflow';
import * as record from './record.operation';

export const operations = { record: record.execute };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['touchpoint'] } },
		options: [
			{
				name: 'Record',
				value: 'record',
				description: 'Keep a touchpoint and move the customer through the journey',
				action: 'Record touchpoint',
			},
		],
		default: 'record',
	},
	...record.description,
];
