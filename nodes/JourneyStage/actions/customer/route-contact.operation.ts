import type { INodeProperties } from 'n8n-workflow';
import { CHANNELS } from '../../../../journey/channel';
import type { IncomingContact, Route } from '../../../../journey/routing/routing';
import { routeContact } from '../../../../journey/routing/route-contact';
import { zoneOfCustomer } from '../../../../journey/time/zone-of-customer';
import type { JourneyStore } from '../../../../store/journey-store';
import { channelOptions } from '../../../shared/channel-options';
import { chosenCustomer, contextOfCustomer } from '../../../shared/chosen-customer';
import { customerFields } from '../../../shared/customer-fields';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { chosenJourney, journeyField } from '../../../shared/journey-field';
import { routingOptions } from './routing-fields';
import { itemOfRouting } from './routing-item';
import { routingRulesOf } from './routing-rules';

const show = { resource: ['customer'], operation: ['routeContact'] };

/** The latest touchpoints of the customer that whoever answers is shown. */
const TOUCHPOINTS = 20;

export const description: INodeProperties[] = [
	...customerFields(show),
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		options: channelOptions,
		default: 'phone',
		description: 'Where the customer makes contact',
		displayOptions: { show },
	},
	{
		displayName: 'Wants a Person',
		name: 'wantsPerson',
		type: 'boolean',
		default: false,
		description: 'Whether the customer has asked for a person, after self-service or without it',
		displayOptions: { show },
	},
	{
		displayName: 'Topic',
		name: 'topic',
		type: 'string',
		default: '',
		placeholder: 'e.g. order_status',
		description: 'What it is about, as a menu or bot put it. Leave empty when nobody has asked.',
		displayOptions: { show },
	},
	{ ...journeyField, displayOptions: { show } },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: routingOptions,
	},
];

/** The outputs of Route Contact by their names on the canvas, in their order. */
export const OUTPUT_NAMES = ['Self-Service', 'Call Back', 'Agent'];

const OUTPUT = { self_service: 0, call_back: 1, agent: 2 } as const satisfies Record<Route, number>;

export const execute = forEachItem({ count: 3, failed: OUTPUT.agent }, answer);

async function answer(call: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const { context: execution, fields, item } = call;
	const contact = contactOf(call, Date.now());
	const workspaceZone = execution.getTimezone();
	const rules = routingRulesOf(fields.collection('options'), workspaceZone);
	const definition = await chosenJourney(fields, store, contact.at);
	const customer = chosenCustomer(fields, item.json);
	const context = await contextOfCustomer(store, customer, TOUCHPOINTS, contact.at, workspaceZone);
	const routing = routeContact(context, contact, { definition, rules, workspaceZone });
	const zone = context ? zoneOfCustomer(context, workspaceZone).zone : workspaceZone;
	const json = itemOfRouting(routing, contact, context, zone);
	return [{ output: OUTPUT[routing.route], json }];
}

function contactOf({ fields }: ItemCall, now: number): IncomingContact {
	return {
		channel: fields.choice('channel', 'Channel', CHANNELS),
		wantsPerson: fields.flag('wantsPerson'),
		topic: fields.text('topic', 'Topic') || null,
		at: now,
	};
}
