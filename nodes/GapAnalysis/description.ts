import type { IBuilderHint, INodeProperties } from 'n8n-workflow';

export const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [{ name: 'Journey', value: 'journey' }],
	default: 'journey',
};

export const builderHint: IBuilderHint = {
	searchHint:
		'The output Gaps gives one item for each gap, the most urgent first; the output Report gives one item with the summary and, on request, the report as HTML and charts as SVG',
};
