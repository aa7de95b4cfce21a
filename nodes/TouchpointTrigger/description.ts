import type { IBuilderHint, INodeProperties } from 'n8n-workflow';
import { hmacFields } from './hmac-fields';
import { mappingFields } from './mapping-fields';
import { optionFields } from './option-fields';
import { refusalsField } from './refusals-field';
import { NAMED_BY_USER, ownFields, sourceField, sourceNotices } from './source-fields';

/** All fields of the Touchpoint Trigger. */
export const properties: INodeProperties[] = [
	sourceField,
	...sourceNotices,
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		default: '',
		placeholder: 'e.g. shop-7f3c1e9a',
		description: 'The last part of the address to give to the sender',
		hint: 'Leave empty for an address that nobody can guess',
	},
	{
		displayName: 'System Name',
		name: 'sender',
		type: 'string',
		default: '',
		placeholder: 'e.g. survey_tool',
		description:
			'A name in snake case for the system that sends, so that its events are not taken for those of another one',
		displayOptions: { show: { source: NAMED_BY_USER } },
	},
	...ownFields,
	...hmacFields,
	...mappingFields,
	optionFields,
	refusalsField,
];

export const builderHint: IBuilderHint = {
	searchHint:
		'Verified, deduplicated webhooks of shops, CRMs and surveys; connect Journey Stage after it',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-customer-journey.journeyStage',
			relationHint: 'Records the touchpoint and says how the customer moved',
		},
	],
};
