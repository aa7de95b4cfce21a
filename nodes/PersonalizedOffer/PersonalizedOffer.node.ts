import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { getJourneys } from '../shared/journey-field';
import { namedOutputsFor } from '../shared/named-outputs';
import { operationSubtitle } from '../shared/operation-subtitle';
import { route } from '../shared/router';
import { journeyStoreTest } from '../shared/store-test';
import * as catalogue from './actions/catalogue/catalogue.resource';
import * as offer from './actions/offer/offer.resource';
import { builderHint, hints, resource } from './description';

const properties: INodeProperties[] = [resource, ...offer.description, ...catalogue.description];

export class PersonalizedOffer implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Personalized Offer',
		name: 'personalizedOffer',
		icon: { light: 'file:personalizedOffer.svg', dark: 'file:personalizedOffer.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle(properties),
		description:
			'Makes each customer the one offer that fits, with a code and QR code that work once',
		defaults: { name: 'Personalized Offer' },
		inputs: [NodeConnectionTypes.Main],
		outputs: namedOutputsFor({ choose: ['Offer', 'No Offer'] }),
		credentials: [{ name: 'journeyStoreApi', testedBy: 'journeyStoreTest' }],
		usableAsTool: true,
		hints,
		builderHint,
		properties,
	};

	methods = { credentialTest: { journeyStoreTest }, loadOptions: { getJourneys } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this, { offer: offer.operations, catalogue: catalogue.operations });
	}
}
