import type { INodeProperties } from 'n8n-workflow';
import * as get from './get.operation';
import * as getMany from './get-many.operation';
import * as getStageReport from './get-stage-report.operation';
import * as save from './save.operation';

export const operations = {
	get: get.execute,
	getAll: getMany.execute,
	getStageReport: getStageReport.execute,
	save: save.execute,
};

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['journey'] } },
		options: [
			{
				name: 'Get',
				value: 'get',
				description: 'Retrieve the stages of a journey and how many customers go by each version',
				action: 'Get journey',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Retrieve the journeys there are, built-in ones included',
				action: 'Get many journeys',
			},
			{
				name: 'Get Stage Report',
				value: 'getStageReport',
				description:
					'Retrieve how customers move through the stages, how long it takes and how they feel',
				action: 'Get stage report of journey',
			},
			{
				name: 'Save',
				value: 'save',
				description: 'Add a journey, or a new version of the one with the same ID',
				action: 'Save journey',
			},
		],
		default: 'save',
	},
	...save.description,
	...get.description,
	...getMany.description,
	...getStageReport.description,
];
