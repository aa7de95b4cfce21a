import type { INodeProperties } from 'n8n-workflow';
import { IDENTITY_KINDS, type Identity } from '../../../../journey/identity';
import {
	anonymousIdentity,
	emailIdentity,
	externalIdentity,
	phoneIdentity,
} from '../../../../journey/identity-normal-form';
import type { JourneyStore } from '../../../../store/journey-store';
import type { Fields } from '../../../shared/fields';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { Misconfiguration } from '../../../shared/misconfiguration';

const show = { resource: ['customer'], operation: ['blockIdentity'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Kind',
		name: 'identityKind',
		type: 'options',
		options: [
			{ name: 'Anonymous ID', value: 'anonymous', description: 'A cookie, cart or device' },
			{ name: 'Email', value: 'email' },
			{
				name: 'External ID',
				value: 'external',
				description: 'An ID in a shop, CRM or other system',
			},
			{ name: 'Phone', value: 'phone' },
		],
		default: 'email',
		description: 'What kind of identity it is',
		displayOptions: { show },
	},
	{
		displayName: 'Value',
		name: 'identityValue',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. shop@example.com, +30 210 123 4567',
		description: 'The address, number or ID that many share',
		displayOptions: { show },
	},
	{
		displayName: 'ID Of',
		name: 'identityNamespace',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. segment',
		description:
			"The system that gave the ID, as 'namespace' says in the identities of its touchpoints",
		displayOptions: { show: { ...show, identityKind: ['anonymous', 'external'] } },
	},
	{
		displayName: 'It Identifies',
		name: 'identityRule',
		type: 'options',
		options: [
			{
				name: 'Nobody',
				value: 'blocked',
				description:
					"Shared by many, or the shop's own. People whom it joined before stay as they are.",
			},
			{
				name: 'One Person',
				value: 'personal',
				description: 'Takes a block back, and lets an address like info@ be one person',
			},
		],
		default: 'blocked',
		displayOptions: { show },
	},
];

export const execute = forEachItem({ count: 1, failed: 0 }, blockIdentity);

async function blockIdentity(
	{ fields }: ItemCall,
	store: JourneyStore,
): Promise<readonly Outcome[]> {
	const identity = identityOf(fields);
	const rule = fields.choice('identityRule', 'It Identifies', ['blocked', 'personal']);
	const { formerCustomerId } = await store.setIdentityRule(identity, rule, Date.now());
	const json = { identity: { ...identity }, blocked: rule === 'blocked', formerCustomerId };
	return [{ output: 0, json }];
}

function identityOf(fields: Fields): Identity {
	const kind = fields.choice('identityKind', 'Kind', IDENTITY_KINDS);
	const value = fields.requiredText('identityValue', 'Value', 'Enter the address, number or ID.');
	const namespace = () =>
		fields.requiredText('identityNamespace', 'ID Of', 'Enter the system that gave the ID.');
	switch (kind) {
		case 'email':
			return usable(emailIdentity(value), 'one email address', 'nathan@example.com');
		case 'phone':
			return usable(phoneIdentity(value), 'a valid phone number', '+30 210 123 4567');
		case 'external':
			return usable(externalIdentity(namespace(), value), 'an ID', '207119551');
		case 'anonymous':
			return usable(anonymousIdentity(namespace(), value), 'an ID', 'till-3');
	}
}

function usable(identity: Identity | null, expected: string, example: string): Identity {
	if (identity !== null) return identity;
	throw new Misconfiguration(`'Value' is not ${expected}`, `Enter it as in ${example}.`);
}
