import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Touchpoint } from '../../../../journey/touchpoint';
import type { JourneyStore, Recorded } from '../../../../store/journey-store';
import { forAllItems, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { chosenJourney, journeyField } from '../../../shared/journey-field';
import { goOnWithWaits, lookAfterWaits } from '../../../shared/resuming/start-resumer';
import { touchpointOfItem } from '../../../shared/touchpoint-item';
import { mappedFields } from './mapped-fields';
import { touchpointOfMappedFields } from './mapped-touchpoint';
import { itemOfRecorded, type RecordedWith } from './recorded-item';

const show = { resource: ['touchpoint'], operation: ['record'] };

export const description: INodeProperties[] = [
	{ ...journeyField, displayOptions: { show } },
	{
		displayName: 'Touchpoint',
		name: 'touchpoint',
		type: 'options',
		options: [
			{
				name: 'Incoming Item',
				value: 'item',
				description: 'The touchpoint that a Touchpoint Trigger gave',
			},
			{
				name: 'Map Fields Below',
				value: 'fields',
				description: 'A contact that happened on the canvas or stands in a sheet or table',
			},
		],
		default: 'item',
		displayOptions: { show },
	},
	...mappedFields({ ...show, touchpoint: ['fields'] }),
];

/** The outputs of Record, in their order on the canvas. */
const OUTPUT = { moved: 0, stayed: 1, not_applied: 2 } as const satisfies Record<
	Recorded['outcome'],
	number
>;

interface RecordInput extends RecordedWith {
	readonly context: IExecuteFunctions;
	readonly touchpoint: Touchpoint;
	/** The item that comes in, where it is the touchpoint itself: what others added to it is passed on. */
	readonly json: IDataObject;
}

export const execute = forAllItems({ count: 3, failed: OUTPUT.not_applied }, read, recordAll);

async function read(call: ItemCall, store: JourneyStore): Promise<RecordInput> {
	const { context, fields, item } = call;
	const isItem = fields.choice('touchpoint', 'Touchpoint', ['item', 'fields']) === 'item';
	return {
		context,
		definition: await chosenJourney(fields, store, Date.now()),
		touchpoint: isItem ? touchpointOfItem(item.json) : touchpointOfMappedFields(call),
		json: isItem ? item.json : {},
	};
}

/** Records all touchpoints that go into the same kind of journey in one transaction. */
async function recordAll(
	inputs: readonly RecordInput[],
	store: JourneyStore,
): Promise<readonly (readonly Outcome[])[]> {
	const groups = Map.groupBy(inputs, ({ definition }) => definition);
	const recorded = new Map<RecordInput, Recorded>();
	for (const group of groups.values()) {
		const [first] = group;
		if (!first) continue;
		const { definition, context } = first;
		const results = await store.record(
			group.map(({ touchpoint }) => touchpoint),
			{ definition, now: Date.now() },
		);
		if (results.some(({ endedWaits }) => endedWaits.length > 0)) goOnWithWaits(context, store);
		else lookAfterWaits(context, store);
		group.forEach((input, index) => {
			const result = results[index];
			if (result) recorded.set(input, result);
		});
	}
	return inputs.map((input) => {
		const result = recorded.get(input);
		if (!result) return [];
		const json = { ...input.json, ...itemOfRecorded(result, input.touchpoint, input) };
		return [{ output: OUTPUT[result.outcome], json }];
	});
}
