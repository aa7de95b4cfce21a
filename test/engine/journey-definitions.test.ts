import type { IDataObject, ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';
import { JourneyStage } from '../../nodes/JourneyStage/JourneyStage.node';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { touchpointItem } from './touchpoints';

const store = temporaryStore();
stoppedClock();

const journey = (operation: string, parameters: NodeUnderTest['parameters'] = {}) => ({
	type: 'journeyStage',
	parameters: { resource: 'journey', operation, ...parameters },
	credentials: store.credentials,
});

const stages = (...rows: INodeParameters[]): INodeParameters => ({ stage: rows });

const trial = { name: 'Trial', owner: 'Sales', otherTypes: 'trial_started' };
const paid = { name: 'Paid Plan', owner: 'Service', types: ['order_completed'], target: 80 };

const save = async (parameters: NodeUnderTest['parameters'] = {}, input?: IDataObject[]) =>
	await runNode(
		journey('save', {
			startFrom: 'nothing',
			journeyName: 'Subscription',
			stages: stages(trial, paid),
			...parameters,
		}),
		input ? { input } : {},
	);

const record = async (journeyName: string, ...items: IDataObject[]) =>
	await runNode(
		{
			type: 'journeyStage',
			parameters: { resource: 'touchpoint', operation: 'record', journey: journeyName },
			credentials: store.credentials,
		},
		{ input: items },
	);

const started = (changes: Parameters<typeof touchpointItem>[0] = {}) =>
	touchpointItem({ type: 'trial_started', ...changes });

describe('Journey: Save', () => {
	test('makes a journey of the stages in the panel, which Record then goes by', async () => {
		const saved = await save();
		expect(saved.error).toBeNull();
		expect(saved.json()).toEqual([
			{
				status: 'created',
				changes: [],
				journeysMoved: 0,
				name: 'subscription',
				version: 1,
				displayName: 'Subscription',
				stages: [
					{
						name: 'trial',
						displayName: 'Trial',
						owner: 'Sales',
						entry: [{ types: ['trial_started'] }],
					},
					{
						name: 'paid_plan',
						displayName: 'Paid Plan',
						owner: 'Service',
						entry: [{ types: ['order_completed'] }],
						target: 80,
					},
				],
				loops: false,
				movement: 'free',
				exits: [],
				goals: [],
				coolDownMs: 300_000,
			},
		]);
		const recorded = await record('subscription', started());
		expect(recorded.json(0)).toMatchObject([
			{ movement: 'entered', to: 'trial', journey: 'subscription', journeyVersion: 1 },
		]);
	});

	test('has Record go by a new version from the next item on', async () => {
		await save();
		await record('subscription', started());
		await save({
			stages: stages(trial, paid, { name: 'Lost', owner: 'Sales', otherTypes: 'lost' }),
		});
		const identities = [{ kind: 'email' as const, value: 'nathan@example.com' }];
		const recorded = await record('subscription', started({ id: 'shopify:2', identities }));
		expect(recorded.json(0)).toMatchObject([{ movement: 'entered', journeyVersion: 2 }]);
	});

	test('takes every field of a stage and every option', async () => {
		const saved = await save({
			stages: stages({
				...trial,
				expectedDays: 14,
				more: {
					id: 'first_look',
					from: 'none, first_look',
					channels: ['web', 'app'],
					sources: 'shopify, segment',
					minValue: 5,
					currency: 'eur',
					minScore: 40,
					maxScore: 90,
					byMachines: true,
					when: '{ "field": "properties.plan", "op": "exists" }',
					criticalNeeds: ['Knows where to begin'],
					content: '[{ "title": "Begin", "language": "en" }]',
				},
			}),
			options: {
				id: 'plans',
				loops: true,
				movement: 'forward',
				goals: 'order_completed, subscription_renewed',
				exits: 'customer_lost',
				reEntry: 'never',
				journeyKey: 'order',
				coolDownMinutes: 1.5,
			},
		});
		expect(saved.json()).toMatchObject([
			{
				name: 'plans',
				loops: true,
				movement: 'forward',
				goals: ['order_completed', 'subscription_renewed'],
				exits: ['customer_lost'],
				reEntry: 'never',
				keyKind: 'order',
				coolDownMs: 90_000,
				stages: [
					{
						name: 'first_look',
						expectedDays: 14,
						criticalNeeds: ['Knows where to begin'],
						content: [{ title: 'Begin', language: 'en' }],
						entry: [
							{
								types: ['trial_started'],
								from: ['none', 'first_look'],
								channels: ['web', 'app'],
								sources: ['shopify', 'segment'],
								minValue: 5,
								currency: 'EUR',
								minScore: 40,
								maxScore: 90,
								byMachines: true,
								when: { field: 'properties.plan', op: 'exists' },
							},
						],
					},
				],
			},
		]);
	});

	test('makes no version when nothing changed, and says what did when something had', async () => {
		await save();
		expect((await save()).json()).toMatchObject([{ status: 'unchanged', version: 1 }]);
		const changed = await save({ stages: stages({ ...trial, expectedDays: 7 }, paid) });
		expect(changed.json()).toMatchObject([
			{
				status: 'new_version',
				version: 2,
				changes: [{ change: 'stage_changed', stage: 'trial', fields: ['expectedDays'] }],
			},
		]);
	});

	test('starts from a built-in journey and changes what is filled in', async () => {
		const saved = await save({
			startFrom: 'journey',
			journey: 'five_stage',
			journeyName: '',
			stages: stages({ name: 'Purchase', target: 90 }),
		});
		expect(saved.json()).toMatchObject([
			{
				status: 'new_version',
				name: 'five_stage',
				version: 2,
				changes: [{ change: 'stage_changed', stage: 'purchase', fields: ['target'] }],
			},
		]);
		const copy = await save({
			startFrom: 'journey',
			journey: 'aida',
			journeyName: 'Our AIDA',
			stages: {},
		});
		expect(copy.json()).toMatchObject([{ status: 'created', name: 'our_aida', version: 1 }]);
	});

	test('takes back what Get gave, as JSON and as an item', async () => {
		await save();
		const [got] = (await runNode(journey('get', { journey: 'subscription', version: 0 }))).json();
		const asJson = await save({ startFrom: 'json', definition: JSON.stringify(got) });
		expect(asJson.json()).toMatchObject([{ status: 'unchanged', version: 1 }]);
		const asItem = await save({ startFrom: 'item' }, [{ ...got, displayName: 'Plans' }]);
		expect(asItem.json()).toMatchObject([{ status: 'new_version', displayName: 'Plans' }]);
	});

	test('leaves journeys under way where they are, or moves them', async () => {
		await save();
		const customers = Array.from({ length: 450 }, (_, n) =>
			started({
				id: `shopify:${n}`,
				identities: [{ kind: 'email', value: `c${n}@example.com` }],
			}),
		);
		await record('subscription', ...customers);
		const demo = { name: 'Demo', owner: 'Sales', otherTypes: 'trial_started' };
		const stayed = await save({ stages: stages(demo, paid) });
		expect(stayed.json()).toMatchObject([{ version: 2, journeysMoved: 0 }]);
		const get = async () =>
			(await runNode(journey('get', { journey: 'subscription', version: 0 }))).json()[0];
		expect(await get()).toMatchObject({ versions: [{ version: 1, journeys: 450 }] });
		const moved = await save({ stages: stages(demo, paid), underWay: 'move' });
		expect(moved.json()).toMatchObject([{ status: 'unchanged', journeysMoved: 450 }]);
		expect(await get()).toMatchObject({ versions: [{ version: 2, journeys: 450, active: 450 }] });
		const again = await record(
			'subscription',
			started({
				id: 'shopify:x',
				occurredAt: NOW + 1,
				identities: [{ kind: 'email', value: 'c7@example.com' }],
			}),
		);
		expect(again.json(1)).toMatchObject([{ to: 'demo', journeyVersion: 2 }]);
	});

	test.each<[string, INodeParameters]>([
		["'Name' is empty", { journeyName: ' ' }],
		["'Name' has no Latin letters", { journeyName: 'اشتراک' }],
		["The stage 'Trial' has no owner", { stages: stages({ ...trial, owner: '' }) }],
		["The stage 'trial' stands twice", { stages: stages(trial, { ...trial }) }],
		[
			'has conditions and no touchpoints',
			{ stages: stages({ name: 'A', owner: 'B', more: { minValue: 1 } }) },
		],
		["not valid at 'stages'", { stages: {} }],
		["stage 'gone' is not in journey", { stages: stages({ ...trial, more: { visited: 'gone' } }) }],
		[
			"field 'propertis.plan' is none",
			{
				stages: stages({
					...trial,
					more: { when: '{ "field": "propertis.plan", "op": "exists" }' },
				}),
			},
		],
		[
			"not known: 'stages.0.expectedDay'",
			{
				startFrom: 'json',
				definition: JSON.stringify({
					name: 'a',
					displayName: 'A',
					stages: [{ name: 'a', displayName: 'A', owner: 'B', entry: [], expectedDay: 1 }],
				}),
			},
		],
		["There is no journey 'gone'", { startFrom: 'journey', journey: 'gone' }],
	])('says %s', async (message, parameters) => {
		const result = await save(parameters);
		expect(result.error?.message).toContain(message);
		expect(result.error?.description).toEqual(expect.stringMatching(/\S/));
	});

	test('says which key journeys have when it is to become another', async () => {
		await save();
		const result = await save({ options: { journeyKey: 'order' } });
		expect(result.error?.message).toContain('one journey per customer');
		expect(result.error?.description).toContain('another name');
	});
});

describe('Journey: Get and Get Many', () => {
	test('give a version, and say which ones there are', async () => {
		await save();
		await save({ journeyName: 'Subscription', options: { loops: true } });
		const first = await runNode(journey('get', { journey: 'subscription', version: 1 }));
		expect(first.json()).toMatchObject([{ version: 1, loops: false, versions: [] }]);
		const gone = await runNode(journey('get', { journey: 'subscription', version: 3 }));
		expect(gone.error).toMatchObject({
			message: expect.stringContaining('has no version 3') as string,
			description: expect.stringContaining('up to 2') as string,
		});
	});

	test('list built-in and own journeys by their newest version', async () => {
		await save();
		const all = await runNode(journey('getAll', { returnAll: true }));
		expect(all.json().map(({ name }) => name)).toEqual([
			'aida',
			'five_stage',
			'lifecycle',
			'subscription',
		]);
		expect((await runNode(journey('getAll', { limit: 2 }))).json()).toHaveLength(2);
	});
});

describe('the lists in the panel', () => {
	const context = (parameters: IDataObject = {}) =>
		({
			getNode: () => ({ credentials: { journeyStoreApi: {} } }),
			getCredentials: async () => store.credentials.journeyStoreApi,
			getCurrentNodeParameter: (name: string) => parameters[name],
		}) as unknown as ILoadOptionsFunctions;
	const { getJourneys, getStages } = new JourneyStage().methods.loadOptions;

	test('show own journeys beside built-in ones, and the stages of the chosen one', async () => {
		await save();
		expect(await getJourneys.call(context())).toContainEqual({
			name: 'Subscription',
			value: 'subscription',
			description: 'Trial, Paid Plan',
		});
		expect(await getStages.call(context({ journey: 'subscription' }))).toEqual([
			{ name: 'Trial', value: 'trial', description: 'Sales' },
			{ name: 'Paid Plan', value: 'paid_plan', description: 'Service' },
		]);
		expect(await getStages.call(context({ journey: 'gone' }))).toEqual([]);
	});
});

test('one journey per order where the journey says so', async () => {
	await save({ options: { journeyKey: 'order' } });
	const orders = ['5001', '5002'].map((order) =>
		touchpointItem({ id: `shopify:${order}`, type: 'order_completed', keys: { order } }),
	);
	const result = await record('subscription', ...orders);
	expect(result.json(0).map((json) => [json.journeyKey, json.movement])).toEqual([
		['5001', 'entered'],
		['5002', 'entered'],
	]);
});

test('a journey that is not there fails only the items that name it', async () => {
	const result = await runNode(
		{
			type: 'journeyStage',
			parameters: { resource: 'touchpoint', operation: 'record', journey: '={{ $json.into }}' },
			credentials: store.credentials,
			onError: 'continueRegularOutput',
		},
		{
			input: [
				{ ...touchpointItem({ id: 'shopify:1' }), into: 'aida' },
				{ ...touchpointItem({ id: 'shopify:2' }), into: 'gone' },
			],
		},
	);
	expect(result.json(0)).toMatchObject([{ journey: 'aida' }]);
	expect(result.items(2)).toMatchObject([
		{ json: { error: expect.stringContaining("no journey 'gone'") }, pairedItem: { item: 1 } },
	]);
});
