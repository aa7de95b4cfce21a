import { randomUUID } from 'node:crypto';
import type { INodeProperties } from 'n8n-workflow';
import { CHANNELS } from '../../../../journey/channel';
import { MANUAL_SOURCE } from '../../../../journey/consent/consent-bearers';
import { consentSubject } from '../../../../journey/consent/consent-word';
import type { CustomerContext } from '../../../../journey/customer-context';
import { identitySchema, type Identity } from '../../../../journey/identity';
import type { ConsentChange, Touchpoint } from '../../../../journey/touchpoint';
import type { JourneyStore } from '../../../../store/journey-store';
import { channelOptions } from '../../../shared/channel-options';
import {
	chosenCustomer,
	contextOfCustomer,
	type ChosenCustomer,
} from '../../../shared/chosen-customer';
import { customerFields } from '../../../shared/customer-fields';
import { textOf } from '../../../shared/fields';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { timeOf } from '../../../shared/time-field';

const show = { resource: ['customer'], operation: ['setConsent'] };

const consentChannels = [{ name: 'All', value: 'all' }, ...channelOptions];

export const description: INodeProperties[] = [
	...customerFields(show),
	{
		displayName: 'Purpose',
		name: 'purpose',
		type: 'options',
		options: [
			{ name: 'Marketing', value: 'marketing' },
			{ name: 'Transactional', value: 'transactional' },
		],
		default: 'marketing',
		description: 'What the customer is written to or called for',
		displayOptions: { show },
	},
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		options: consentChannels,
		default: 'email',
		description:
			'Where the word counts. A word on all channels counts on each until a later one on it.',
		displayOptions: { show },
	},
	{
		displayName: 'Consent',
		name: 'status',
		type: 'options',
		options: [
			{ name: 'Denied', value: 'denied' },
			{ name: 'Granted', value: 'granted' },
		],
		default: 'denied',
		displayOptions: { show },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Note',
				name: 'note',
				type: 'string',
				default: '',
				placeholder: 'e.g. said so on the phone, paper form 2291',
				description: 'Where and how the customer said it, kept with the word',
			},
			{
				displayName: 'Occurred At',
				name: 'occurredAt',
				type: 'dateTime',
				default: '',
				description: 'When the customer said it. Without it: now.',
			},
		],
	},
];

export const execute = forEachItem({ count: 1, failed: 0 }, setConsent);

async function setConsent(call: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const { fields, item } = call;
	const now = Date.now();
	const chosen = chosenCustomer(fields, item.json);
	const known = await contextOfCustomer(store, chosen, 0, now);
	const identities = identitiesOf(chosen, known);
	if (identities.length === 0) return [{ output: 0, json: { found: false } }];
	const word = wordOf(call);
	const touchpoint = touchpointOf(call, word, identities, now);
	const { customerId } = await store.noteForCustomer(touchpoint, now);
	const after = customerId === null ? known : await store.getContext({ customerId }, 0, now);
	const json = {
		found: true,
		applied: customerId !== null,
		customerId: customerId ?? known?.customerId ?? null,
		changed: consentSubject(word),
		status: word.status,
		consent: { ...after?.consent },
		touchpointId: touchpoint.id,
	};
	return [{ output: 0, json }];
}

/** A word by hand is about the customer, so it names every identity the customer has, and replaces what stood under each. */
function identitiesOf(
	{ identities }: ChosenCustomer,
	known: CustomerContext | null,
): readonly Identity[] {
	if (!known) return identities;
	return known.identities.flatMap((identity) => {
		const read = identitySchema.safeParse({
			...identity,
			namespace: identity.namespace ?? undefined,
		});
		return read.success ? [read.data] : [];
	});
}

function wordOf({ fields }: ItemCall): ConsentChange {
	return {
		purpose: fields.choice('purpose', 'Purpose', ['marketing', 'transactional']),
		channel: fields.choice('channel', 'Channel', ['all', ...CHANNELS]),
		status: fields.choice('status', 'Consent', ['granted', 'denied']),
	};
}

function touchpointOf(
	{ context, fields, item }: ItemCall,
	word: ConsentChange,
	identities: readonly Identity[],
	now: number,
): Touchpoint {
	const options = fields.collection('options');
	const note = textOf(options.note, 'Note');
	return {
		id: `${MANUAL_SOURCE}:consent-${randomUUID()}`,
		source: MANUAL_SOURCE,
		delivery: `execution-${context.getExecutionId()}`,
		dedupe: 'none',
		type: 'consent_updated',
		channel: 'other',
		occurredAt: timeOf(options.occurredAt, 'Occurred At', context.getTimezone()) ?? now,
		receivedAt: now,
		sequence: 0,
		timeMark: 'as_sent',
		identities: [...identities],
		attributes: {},
		keys: {},
		consent: [word],
		properties: note === '' ? {} : { note },
		test: item.json.test === true,
	};
}
