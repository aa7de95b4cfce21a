import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readCode } from '../../../../journey/offers/code';
import { LANGUAGES } from '../../../../report/language/language';
import type { JourneyStore } from '../../../../store/journey-store';
import { choiceOf, objectOf, textOf } from '../../../shared/fields';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { languageField } from '../../../shared/language-field';
import { redeemCode } from './redeem-code';
import { itemOfRedemption } from './redemption-item';

const show = { resource: ['offer'], operation: ['redeem'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Code',
		name: 'code',
		type: 'string',
		default: '',
		placeholder: 'e.g. 7K3QX-0V9TM-E2R',
		description: 'The code that the customer presents, typed or scanned',
		hint: "Leave empty to take 'code' of the incoming item, or of the address that a Webhook was called with",
		displayOptions: { show },
	},
	{
		displayName: 'Where',
		name: 'where',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ermou 12, Athens',
		description: 'Where the code is used; whoever tries it again is told',
		hint: "Leave empty to take 'where' in the same way",
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
				displayName: 'Order ID',
				name: 'orderId',
				type: 'string',
				default: '',
				description:
					'The order that the code is used for. The same order may present it again, as after a lost answer.',
			},
			{ ...languageField, displayName: 'Page Language' },
			{
				displayName: 'Show Recent Touchpoints',
				name: 'showRecent',
				type: 'boolean',
				default: false,
				description:
					'Whether the page tells the stage and latest touchpoints of the customer. Whoever holds the code can see the page.',
			},
		],
	},
];

export const execute = forEachItem({ count: 1, failed: 0 }, redeem);

/** Where a code was used when nobody says so. */
const UNSAID_PLACE = 'store';

async function redeem(
	{ context, fields, item }: ItemCall,
	store: JourneyStore,
): Promise<readonly Outcome[]> {
	const options = fields.collection('options');
	const given = (name: string) => textOf(givenIn(item.json, name), name).slice(0, 200);
	const text = fields.text('code', 'Code') || given('code');
	const reading = readCode(text);
	const result = await redeemCode(store, {
		code: reading.ok ? reading.code : null,
		where: fields.text('where', 'Where') || given('where') || UNSAID_PLACE,
		orderId: textOf(options.orderId, 'Order ID') || given('orderId') || null,
		now: Date.now(),
	});
	const page = {
		language: choiceOf(options.language ?? 'en', 'Page Language', LANGUAGES),
		zone: context.getTimezone(),
		showRecent: options.showRecent === true,
	};
	return [{ output: 0, json: itemOfRedemption(result, page) }];
}

/** Gives what the incoming item says by that name, or the address with which a Webhook node was called. */
function givenIn(json: IDataObject, name: string): unknown {
	return json[name] ?? objectOf(json.query)[name];
}
