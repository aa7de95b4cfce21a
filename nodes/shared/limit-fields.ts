import type { INodeProperties } from 'n8n-workflow';
import type { Fields } from './fields';

/** Gives the fields in which people say how many results they want; `show` says for which operation. */
export function limitFields(show: Record<string, string[]>): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
			displayOptions: { show },
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { ...show, returnAll: [false] } },
		},
	];
}

/** Gives as many of the results as the fields of `limitFields` ask for. */
export function limited<Result>(fields: Fields, results: readonly Result[]): readonly Result[] {
	return fields.flag('returnAll') ? results : results.slice(0, fields.number('limit', 'Limit'));
}
