import type { INodeProperties } from 'n8n-workflow';
import * as getMany from './get-many.operation';
import * as getPerformance from './get-performance.operation';
import * as save from './save.operation';

export const operations = {
	getAll: getMany.execute,
	getPerformance: getPerformance.execute,
	save: save.execute,
};

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['catalogue'] } },
		options: [
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Retrieve the offers that may be given',
				action: 'Get many offers in catalogue',
			},
			{
				name: 'Get Performance',
				value: 'getPerformance',
				description: 'Compare customers who can get offers with those held out',
				action: 'Get performance of catalogue',
			},
			{
				name: 'Save',
				value: 'save',
				description: 'Add an offer, or replace the one with the same ID',
				action: 'Save offer in catalogue',
			},
		],
		default: 'save',
	},
	...save.description,
	...getMany.description,
	...getPerformance.description,
];
