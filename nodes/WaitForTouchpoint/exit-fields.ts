import type { INodeProperties } from 'n8n-workflow';
import { channelOptions } from '../shared/channel-options';
import { eventTypeOptions } from '../shared/event-type-options';
import { journeyField } from '../shared/journey-field';

/** What ends a wait before its touchpoint or its deadline; by name, as n8n sorts optional fields. */
export const exitFields: INodeProperties = {
	displayName: 'Leave When',
	name: 'leaveWhen',
	type: 'collection',
	placeholder: 'Add reason to leave',
	default: {},
	options: [
		{
			displayName: 'Consent Is Withdrawn For',
			name: 'consent',
			type: 'options',
			options: channelOptions,
			default: 'email',
			description: 'When marketing on this channel, or on all of them, is no longer allowed',
		},
		{
			...journeyField,
			displayName: 'Journey Ends Name or ID',
			name: 'journeyEnds',
			description:
				'When the customer reaches the goal of this journey or leaves it. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Other Types',
			name: 'otherTypes',
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Type' },
			default: [],
			placeholder: 'e.g. warranty_claimed',
			description: 'Types of touchpoints, in snake case, that are not in the list of Touchpoint',
		},
		{
			displayName: 'Touchpoint',
			name: 'types',
			type: 'multiOptions',
			options: eventTypeOptions,
			default: [],
			description: 'When one of these touchpoints happens instead',
		},
	],
};
