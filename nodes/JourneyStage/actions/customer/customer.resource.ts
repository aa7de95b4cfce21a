import type { INodeProperties } from 'n8n-workflow';
import * as blockIdentity from './block-identity.operation';
import * as erase from './erase.operation';
import * as exportCustomer from './export.operation';
import * as getContext from './get-context.operation';
import * as merge from './merge.operation';
import * as moveToStage from './move-to-stage.operation';
import * as routeContact from './route-contact.operation';
import * as setConsent from './set-consent.operation';

export const operations = {
	blockIdentity: blockIdentity.execute,
	erase: erase.execute,
	export: exportCustomer.execute,
	getContext: getContext.execute,
	merge: merge.execute,
	moveToStage: moveToStage.execute,
	routeContact: routeContact.execute,
	setConsent: setConsent.execute,
};

/** The outputs of Route Contact by their names on the canvas, in their order. */
export const ROUTE_OUTPUTS = routeContact.OUTPUT_NAMES;

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['customer'] } },
		options: [
			{
				name: 'Block Identity',
				value: 'blockIdentity',
				description: 'Keep an address or ID that many share from identifying anybody',
				action: 'Block an identity',
			},
			{
				name: 'Erase',
				value: 'erase',
				description: 'Erase everything known of a customer, for good',
				action: 'Erase a customer',
			},
			{
				name: 'Export',
				value: 'export',
				description: 'Retrieve all that the store holds about a customer, to hand it over',
				action: 'Export a customer',
			},
			{
				name: 'Get Context',
				value: 'getContext',
				description: 'Retrieve everything known of a customer over all channels',
				action: 'Get context of customer',
			},
			{
				name: 'Merge',
				value: 'merge',
				description: 'Make one customer of two who are the same person',
				action: 'Merge two customers',
			},
			{
				name: 'Move to Stage',
				value: 'moveToStage',
				description: 'Put a customer, or each of a list, into a stage by hand',
				action: 'Move customer to stage',
			},
			{
				name: 'Route Contact',
				value: 'routeContact',
				description:
					'Decide how a call, chat or visit is answered: by a status, a call back or an agent',
				action: 'Route contact of customer',
			},
			{
				name: 'Set Consent',
				value: 'setConsent',
				description: 'Write down what a customer permits or refuses',
				action: 'Set consent of customer',
			},
		],
		default: 'getContext',
	},
	...blockIdentity.description,
	...erase.description,
	...exportCustomer.description,
	...getContext.description,
	...merge.description,
	...routeContact.description,
	...setConsent.description,
	...moveToStage.description,
];
