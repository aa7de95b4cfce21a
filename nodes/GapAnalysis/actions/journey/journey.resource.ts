import type { INodeProperties } from 'n8n-workflow';
import * as analyze from './analyze.operation';

export const operations = { analyze: analyze.execute };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['journey'] } },
		options: [
			{
				name: 'Analyze Journey',
				value: 'analyze',
				description: 'Compare the experience that customers had with the one that was promised',
				action: 'Analyze journey',
			},
		],
		default: 'analyze',
	},
	...analyze.description,
];
