import { randomUUID } from 'node:crypto';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { identitySchema, type Identity } from '../../../../journey/identity';
import type { JourneyDefinition } from '../../../../journey/stages/definition';
import { touchpointOfHandMove } from '../../../../journey/stages/moved-by-hand';
import type { Touchpoint } from '../../../../journey/touchpoint';
import type { JourneyStore } from '../../../../store/journey-store';
import {
	chosenCustomer,
	contextOfCustomer,
	type ChosenCustomer,
} from '../../../shared/chosen-customer';
import { customerFields } from '../../../shared/customer-fields';
import { choiceOf, textOf } from '../../../shared/fields';
import { forAllItems, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { chosenJourney, journeyField } from '../../../shared/journey-field';
import { Misconfiguration } from '../../../shared/misconfiguration';
import { stageField } from '../../../shared/stage-field';
import { itemOfRecorded } from '../touchpoint/recorded-item';

const show = { resource: ['customer'], operation: ['moveToStage'] };

const UNKNOWN_CUSTOMERS = ['add', 'leave_out'] as const;

export const description: INodeProperties[] = [
	...customerFields(show),
	{ ...journeyField, displayOptions: { show } },
	{ ...stageField, displayOptions: { show } },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'If Customer Is Unknown',
				name: 'unknownCustomers',
				type: 'options',
				options: [
					{
						name: 'Add Them',
						value: 'add',
						description: 'When there is an email, phone or other identity to know them by',
					},
					{ name: 'Leave Them Out', value: 'leave_out' },
				],
				default: 'add',
				description: 'What to do with customers whom the store does not know yet',
			},
			{
				displayName: 'Journey Key',
				name: 'key',
				type: 'string',
				default: '',
				placeholder: 'e.g. 5001',
				description:
					'Which order, cart, ticket or account, where the customer has one journey for each',
			},
			{
				displayName: 'Reason',
				name: 'reason',
				type: 'string',
				default: '',
				placeholder: 'e.g. Signed at the trade fair',
				description: 'Why the customer is moved, for those who read the history',
			},
		],
	},
];

/** One customer to move; without a touchpoint there is nobody to move. */
interface Move {
	readonly definition: JourneyDefinition;
	readonly touchpoint: Touchpoint | null;
	readonly json: IDataObject;
}

export const execute = forAllItems({ count: 1, failed: 0 }, read, moveAll);

async function read(call: ItemCall, store: JourneyStore): Promise<Move> {
	const { context, fields, item, itemIndex } = call;
	const now = Date.now();
	const definition = await chosenJourney(fields, store, now);
	const stage = stageIn(call, definition);
	const { key, reason, unknownCustomers = 'add' } = fields.collection('options');
	const adds = choiceOf(unknownCustomers, 'If Customer Is Unknown', UNKNOWN_CUSTOMERS) === 'add';
	const customer = chosenCustomer(fields, item.json);
	const identities = await identitiesOf(store, customer, adds, now);
	if (!identities) return { definition, touchpoint: null, json: item.json };
	const touchpoint = touchpointOfHandMove({
		eventId: randomUUID(),
		delivery: `execution-${context.getExecutionId()}`,
		identities,
		definition,
		stage,
		key: keyIn(key, definition),
		reason: textOf(reason, 'Reason') || null,
		now,
		place: itemIndex,
		test: item.json.test === true,
	});
	return { definition, touchpoint, json: item.json };
}

function stageIn({ fields }: ItemCall, definition: JourneyDefinition): string {
	const names = definition.stages.map(({ name }) => name);
	const stage = fields.requiredText('stage', 'Stage', `Choose one of: ${names.join(', ')}.`);
	if (names.includes(stage)) return stage;
	throw new Misconfiguration(
		`Stage '${stage}' is not in journey '${definition.name}'`,
		`Choose one of: ${names.join(', ')}.`,
	);
}

function keyIn(value: unknown, { name, keyKind }: JourneyDefinition): string | null {
	const key = textOf(value, 'Journey Key');
	if (key === '' || keyKind) return key || null;
	throw new Misconfiguration(
		`Journey '${name}' has one journey per customer, and 'Journey Key' names another`,
		"Leave 'Journey Key' empty, or choose a journey with one per order, cart, ticket or account.",
	);
}

/** Gives what the customer is known by; null where there is nobody to move. */
async function identitiesOf(
	store: JourneyStore,
	customer: ChosenCustomer,
	adds: boolean,
	now: number,
): Promise<readonly Identity[] | null> {
	if (customer.identities.length > 0 && adds) return customer.identities;
	const known = await contextOfCustomer(store, customer, 0, now);
	if (!known || known.identities.length === 0) return null;
	return customer.identities.length > 0
		? customer.identities
		: identitySchema.array().parse(known.identities);
}

/** Moves all customers in one transaction for each journey. */
async function moveAll(
	moves: readonly Move[],
	store: JourneyStore,
): Promise<readonly (readonly Outcome[])[]> {
	const done = new Map<Move, IDataObject>();
	for (const [definition, group] of Map.groupBy(moves, (move) => move.definition)) {
		const named = group.flatMap((move) =>
			move.touchpoint ? [{ move, touchpoint: move.touchpoint }] : [],
		);
		const results = await store.record(
			named.map(({ touchpoint }) => touchpoint),
			{ definition, now: Date.now() },
		);
		named.forEach(({ move, touchpoint }, index) => {
			const result = results[index];
			if (result) done.set(move, itemOfRecorded(result, touchpoint, { definition }));
		});
	}
	return moves.map((move) => {
		const json = done.get(move) ?? { outcome: 'not_applied', why: 'unknown_customer' };
		return [{ output: 0, json: { ...move.json, ...json } }];
	});
}
