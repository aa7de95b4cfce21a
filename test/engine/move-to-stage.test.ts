import type { IDataObject } from 'n8n-workflow';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { touchpointItem } from './touchpoints';

const store = temporaryStore();
stoppedClock();

const move = async (parameters: NodeUnderTest['parameters'] = {}, input: IDataObject[] = [{}]) =>
	await runNode(
		{
			type: 'journeyStage',
			parameters: {
				resource: 'customer',
				operation: 'moveToStage',
				journey: 'five_stage',
				stage: 'retention',
				...parameters,
			},
			credentials: store.credentials,
		},
		{ input },
	);

const byEmail = { customer: 'email', email: 'charlotte@example.com' };

const record = async (...items: IDataObject[]) =>
	await runNode(
		{
			type: 'journeyStage',
			parameters: { resource: 'touchpoint', operation: 'record' },
			credentials: store.credentials,
		},
		{ input: items },
	);

describe('Customer: Move to Stage', () => {
	test('moves a customer, and says from where and why', async () => {
		const recorded = await record(touchpointItem({ occurredAt: NOW - 1000 }));
		const result = await move({ ...byEmail, options: { reason: 'Called us' } });
		expect(result.error).toBeNull();
		expect(result.json()).toMatchObject([
			{
				outcome: 'moved',
				movement: 'skipped',
				from: 'consideration',
				to: 'retention',
				why: 'moved_by_hand',
				journey: 'five_stage',
				customerId: recorded.json(0)[0]?.customerId,
				type: 'moved_by_hand',
				properties: { stage: 'retention', reason: 'Called us' },
			},
		]);
		const context = await (
			await store.open()
		).getContext({ kind: 'email', value: 'charlotte@example.com' }, 10, NOW);
		expect(context?.journeys).toMatchObject([{ stage: 'retention' }]);
	});

	test('counts nothing for an item that is a test', async () => {
		const result = await move({ customer: 'item' }, [{ email: 'a@example.com', test: true }]);
		expect(result.json()).toMatchObject([{ outcome: 'not_applied' }]);
		expect((await (await store.open()).getTotals()).customers).toBe(0);
	});

	test('moves a list, one item a customer, and keeps what the items said', async () => {
		const input = ['a', 'b', 'c'].map((name) => ({ email: `${name}@example.com`, row: name }));
		const result = await move({ customer: 'item' }, input);
		expect(
			result.items().map(({ json, pairedItem }) => [json.row, json.movement, pairedItem]),
		).toEqual([
			['a', 'entered', { item: 0 }],
			['b', 'entered', { item: 1 }],
			['c', 'entered', { item: 2 }],
		]);
		expect((await (await store.open()).getTotals()).customers).toBe(3);
	});

	test('leaves unknown customers out where that is chosen, and knows nobody by an unknown ID', async () => {
		const leftOut = await move({
			...byEmail,
			options: { unknownCustomers: 'leave_out' },
		});
		expect(leftOut.json()).toEqual([{ outcome: 'not_applied', why: 'unknown_customer' }]);
		const byId = await move({ customer: 'customerId', customerId: 'nobody' });
		expect(byId.json()).toEqual([{ outcome: 'not_applied', why: 'unknown_customer' }]);
		expect((await (await store.open()).getTotals()).customers).toBe(0);
	});

	test('finds a customer by the ID of the store', async () => {
		const [recorded] = (await record(touchpointItem({ occurredAt: NOW - 1000 }))).json(0);
		const result = await move({
			customer: 'customerId',
			customerId: String(recorded?.customerId),
		});
		expect(result.json()).toMatchObject([
			{ movement: 'skipped', customerId: recorded?.customerId },
		]);
	});

	test('counts again in every run, and changes nothing for who is there already', async () => {
		await move(byEmail);
		jest.mocked(Date.now).mockReturnValue(NOW + 1);
		const again = await move(byEmail);
		expect(again.json()).toMatchObject([{ movement: 'stayed', why: 'same_stage' }]);
	});

	test('comes after what happened at the same instant, and the last of several moves counts', async () => {
		await record(touchpointItem({ id: 'zendesk:1' }));
		const input = ['advocacy', 'purchase'].map((stage) => ({ ...byEmail, stage }));
		const result = await move({ ...byEmail, stage: '={{ $json.stage }}' }, input);
		expect(result.json().map(({ from, to, late }) => [from, to, late])).toEqual([
			['consideration', 'advocacy', false],
			['advocacy', 'purchase', false],
		]);
	});

	test('is undone by no late touchpoint: history is folded around it', async () => {
		await move(byEmail);
		await record(touchpointItem({ type: 'order_completed', occurredAt: NOW - 60_000 }));
		const context = await (
			await store.open()
		).getContext({ kind: 'email', value: 'charlotte@example.com' }, 10, NOW);
		expect(context?.journeys).toMatchObject([{ stage: 'retention', visits: 2 }]);
	});

	test('moves one of several journeys by its key', async () => {
		const definition = { ...BUILT_IN_DEFINITIONS.aida, name: 'by_order', keyKind: 'order' };
		await (await store.open()).saveDefinition(definition);
		const result = await move({
			...byEmail,
			journey: 'by_order',
			stage: 'desire',
			options: { key: '5001' },
		});
		expect(result.json()).toMatchObject([{ movement: 'entered', journeyKey: '5001' }]);
	});

	test.each([
		["Stage 'gone' is not in journey 'five_stage'", { stage: 'gone' }, 'awareness, consideration'],
		["'Stage' is empty", { stage: '={{ "" }}' }, 'awareness'],
		["There is no journey 'gone'", { journey: 'gone' }, 'five_stage'],
		['has one journey per customer', { options: { key: '5001' } }, 'Journey Key'],
	])('says %s', async (message, parameters, advice) => {
		const result = await move({ ...byEmail, ...parameters });
		expect(result.error?.message).toContain(message);
		expect(result.error?.description).toContain(advice);
	});
});
