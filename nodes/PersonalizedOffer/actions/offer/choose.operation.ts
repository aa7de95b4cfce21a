import { randomBytes } from 'node:crypto';
import type { INodeProperties } from 'n8n-workflow';
import { CHANNELS } from '../../../../journey/channel';
import { isReachable } from '../../../../journey/context/reachability';
import type { JourneyStore } from '../../../../store/journey-store';
import { channelOptions } from '../../../shared/channel-options';
import { chosenCustomer, contextOfCustomer } from '../../../shared/chosen-customer';
import { itemOfPerson } from '../../../shared/context-item';
import { customerFields } from '../../../shared/customer-fields';
import { choiceOf, textOf } from '../../../shared/fields';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { chosenJourney, journeyField } from '../../../shared/journey-field';
import { decideOffer } from './decide-offer';
import { itemOfDecision, itemOfMadeOffer } from './decision-item';
import { holdoutFields, holdoutIn } from './holdout-fields';
import { qrBinary } from './qr-binary';
import { redeemAddress, redeemAddressField } from './redeem-address';

const show = { resource: ['offer'], operation: ['choose'] };

/** How many of the latest touchpoints a condition of an offer can look at. */
const TOUCHPOINTS_IN_VIEW = 100;

export const description: INodeProperties[] = [
	{ ...journeyField, displayOptions: { show } },
	...customerFields(show),
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		options: channelOptions,
		default: 'email',
		description: 'Where the customer will see the offer',
		displayOptions: { show },
	},
	{ ...redeemAddressField, displayOptions: { show } },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			...holdoutFields,
			{
				displayName: 'Purpose',
				name: 'purpose',
				type: 'options',
				options: [
					{
						name: 'Marketing',
						value: 'marketing',
						description: 'Not for customers who said no to marketing on this channel',
					},
					{
						name: 'Transactional',
						value: 'transactional',
						description: 'Part of a service the customer asked for',
					},
				],
				default: 'marketing',
				description: 'What the offer is for, which decides whose consent counts',
			},
			{
				displayName: 'Put QR Code in Field',
				name: 'qrField',
				type: 'string',
				default: 'qr',
				description: 'The name of the output binary field to put the QR code in',
			},
		],
	},
];

const OUTPUT = { offer: 0, noOffer: 1 } as const;

export const execute = forEachItem({ count: 2, failed: OUTPUT.noOffer }, choose);

async function choose(call: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const { context, fields, item } = call;
	const now = Date.now();
	const options = fields.collection('options');
	const journey = await chosenJourney(fields, store, now);
	const channel = fields.choice('channel', 'Channel', CHANNELS);
	const purpose = choiceOf(options.purpose ?? 'marketing', 'Purpose', [
		'marketing',
		'transactional',
	]);
	const holdout = holdoutIn(options);
	const qrField = textOf(options.qrField, 'Put QR Code in Field') || 'qr';
	const address = redeemAddress(fields);
	const wanted = chosenCustomer(fields, item.json);
	const customer = await contextOfCustomer(store, wanted, TOUCHPOINTS_IN_VIEW, now);
	const noOffer = (why: string): readonly Outcome[] => [
		{ output: OUTPUT.noOffer, json: { ...item.json, why, candidates: [] } },
	];
	if (!customer) return noOffer('unknown_customer');
	if (!isReachable(customer, channel)) return noOffer('not_reachable');
	const about = { journey: { definition: journey.name }, channel, purpose, holdout, now };
	const dryRun = context.getMode() === 'manual';
	const decision = await decideOffer(store, customer, about, dryRun, randomBytes);
	const json = { ...item.json, ...itemOfPerson(customer), ...itemOfDecision(decision, dryRun) };
	if (!decision.made) return [{ output: OUTPUT.noOffer, json }];
	const { offer, issued } = decision.made;
	const redeemUrl = address(issued.code);
	const offerJson = itemOfMadeOffer(offer, issued, customer, context.getTimezone());
	return [
		{
			output: OUTPUT.offer,
			json: { ...json, ...offerJson, channel, redeemUrl },
			binary: { ...item.binary, [qrField]: await qrBinary(context, redeemUrl, issued.code) },
		},
	];
}
