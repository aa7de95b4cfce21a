import type { IDataObject } from 'n8n-workflow';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest, type RunOptions } from './harness';
import { temporaryStore } from './temporary-store';
import { touchpointItem } from './touchpoints';

const MOVED = 0;
const STAYED = 1;
const NOT_APPLIED = 2;

const store = temporaryStore();
stoppedClock();

const record = (parameters: NodeUnderTest['parameters'] = {}): NodeUnderTest => ({
	type: 'journeyStage',
	parameters: { resource: 'touchpoint', operation: 'record', ...parameters },
	credentials: store.credentials,
});

const getContext = (parameters: NodeUnderTest['parameters'] = {}): NodeUnderTest => ({
	type: 'journeyStage',
	parameters: { resource: 'customer', operation: 'getContext', ...parameters },
	credentials: store.credentials,
});

const mapped = (parameters: NodeUnderTest['parameters'] = {}): NodeUnderTest =>
	record({
		touchpoint: 'fields',
		type: 'email_sent',
		channel: 'email',
		customer: 'email',
		email: 'charlotte@example.com',
		...parameters,
	});

const recordItems = async (input: IDataObject[], options: RunOptions = {}) =>
	await runNode(record(), { input, ...options });

describe('Record, with the item of a Touchpoint Trigger', () => {
	test('says how the customer moved, and passes the touchpoint on', async () => {
		const result = await recordItems([touchpointItem({ id: 'shopify:w-1' })]);
		expect(result.error).toBeNull();
		expect(result.items(MOVED)[0]?.pairedItem).toEqual({ item: 0 });
		expect(result.json(MOVED)).toEqual([
			expect.objectContaining({
				outcome: 'moved',
				movement: 'entered',
				from: null,
				to: 'consideration',
				why: 'entry_rule',
				late: false,
				conflicts: [],
				journey: 'five_stage',
				journeyVersion: 1,
				id: 'shopify:w-1',
				type: 'product_added_to_wishlist',
				email: 'charlotte@example.com',
			}),
		]);
		expect(result.json(MOVED)[0]?.customerId).toEqual(expect.any(String));
	});

	test('sends each item out by what it did, paired with the item that came in', async () => {
		const result = await recordItems([
			touchpointItem({ id: 'shopify:1', occurredAt: NOW - 3000 }),
			touchpointItem({ id: 'shopify:2', occurredAt: NOW - 2000 }),
			touchpointItem({ id: 'shopify:1', occurredAt: NOW - 3000 }),
			touchpointItem({ id: 'shopify:3', type: 'order_completed', occurredAt: NOW - 1000 }),
			touchpointItem({ id: 'shopify:4', test: true }),
			touchpointItem({ id: 'shopify:5', identities: [] }),
		]);
		const paired = (output: number) =>
			result.items(output).map(({ json, pairedItem }) => [pairedItem, json.movement ?? json.why]);
		expect(paired(MOVED)).toEqual([
			[{ item: 0 }, 'entered'],
			[{ item: 3 }, 'advanced'],
		]);
		expect(paired(STAYED)).toEqual([[{ item: 1 }, 'stayed']]);
		expect(paired(NOT_APPLIED)).toEqual([
			[{ item: 2 }, 'duplicate'],
			[{ item: 4 }, 'test'],
			[{ item: 5 }, 'no_identity'],
		]);
	});

	test('tells nothing to send for a touchpoint that comes after a later one', async () => {
		await recordItems([touchpointItem({ id: 'shopify:2', type: 'order_completed' })]);
		const late = await recordItems([
			touchpointItem({ id: 'shopify:1', occurredAt: NOW - 86_400_000 }),
		]);
		expect(late.json(NOT_APPLIED)).toEqual([expect.objectContaining({ late: true, why: 'late' })]);
	});

	test('reads back every field of a touchpoint', async () => {
		const item = touchpointItem({
			value: { amount: '39.90', currency: 'EUR' },
			products: [{ id: '1', name: 'Tea pot', quantity: 2, price: '19.95' }],
			keys: { order: '5001' },
			consent: [{ channel: 'email', purpose: 'marketing', status: 'granted' }],
			experience: { metric: 'nps', scale: [0, 10], raw: 9, score: 90 },
			properties: { note: 'gift' },
		});
		const result = await recordItems([item]);
		expect(result.json(MOVED)[0]).toMatchObject(item);
	});

	test('names what is missing when the item is no touchpoint', async () => {
		const result = await recordItems([{ email: 'charlotte@example.com' }]);
		expect(result.error).toEqual({
			message: expect.stringContaining('The incoming item is not a touchpoint') as string,
			description: expect.stringContaining("'Map Fields Below'") as string,
		});
	});

	test('names the field that was spoilt on the way', async () => {
		const result = await recordItems([{ ...touchpointItem(), occurredAt: 'yesterday' }]);
		expect(result.error?.message).toContain("'occurredAt'");
	});

	test('records the good items and sends the wrong one to Not Applied when it continues on fail', async () => {
		const node: NodeUnderTest = { ...record(), onError: 'continueRegularOutput' };
		const result = await runNode(node, { input: [{ name: 'no touchpoint' }, touchpointItem()] });
		expect(result.error).toBeNull();
		expect(result.json(MOVED)).toHaveLength(1);
		expect(result.items(NOT_APPLIED)).toEqual([
			{
				json: { error: expect.stringContaining('not a touchpoint') as string },
				pairedItem: { item: 0 },
			},
		]);
	});
});

test('an item that is wrong leaves by the error output where one is switched on', async () => {
	const node: NodeUnderTest = { ...record(), onError: 'continueErrorOutput' };
	const result = await runNode(node, { input: [{ name: 'no touchpoint' }, touchpointItem()] });
	expect(result.json(MOVED)).toHaveLength(1);
	expect(result.json(NOT_APPLIED)).toEqual([]);
	expect(result.json(NOT_APPLIED + 1)).toEqual([
		expect.objectContaining({ error: expect.stringContaining('not a touchpoint') as string }),
	]);
});

describe('Record, with fields mapped on the canvas', () => {
	test('records a touchpoint of the customer that the field names', async () => {
		await recordItems([touchpointItem({ occurredAt: NOW - 1000 })]);
		const result = await runNode(mapped());
		expect(result.json(STAYED)).toEqual([
			expect.objectContaining({
				type: 'email_sent',
				channel: 'email',
				source: 'canvas',
				email: 'charlotte@example.com',
				movement: 'stayed',
			}),
		]);
	});

	test('takes the customer from the incoming item when the field is left as it is', async () => {
		const first = await recordItems([touchpointItem({ occurredAt: NOW - 1000 })]);
		const [moved] = first.json(MOVED);
		const node = mapped({ customer: 'item', type: 'qr_scanned', channel: 'store' });
		const result = await runNode(node, { input: [{ identities: moved?.identities ?? null }] });
		expect(result.json(STAYED)[0]?.customerId).toBe(moved?.customerId);
	});

	test('evaluates expressions for each item', async () => {
		const node = mapped({
			email: '={{ $json.mail }}',
			moreFields: { eventId: '={{ $json.row }}', occurredAt: '={{ $json.at }}' },
		});
		const result = await runNode(node, {
			input: [
				{ mail: 'a@example.com', row: 'row-1', at: '2026-11-22T11:30:00' },
				{ mail: 'b@example.com', row: 'row-2', at: '2026-11-22T09:30:00Z' },
			],
		});
		const kept = [...result.json(MOVED), ...result.json(STAYED)];
		expect(kept.map(({ id, email, occurredAt }) => [id, email, occurredAt])).toEqual([
			['canvas:row-1', 'a@example.com', '2026-11-22T09:30:00.000Z'],
			['canvas:row-2', 'b@example.com', '2026-11-22T09:30:00.000Z'],
		]);
	});

	test('takes the same fields with the same time for the same touchpoint, and of two customers for two', async () => {
		const node = mapped({
			customer: 'item',
			moreFields: { occurredAt: '2026-11-22T09:00:00Z' },
		});
		const input = ['a@example.com', 'b@example.com', 'a@example.com'].map((email) => ({ email }));
		const result = await runNode(node, { input });
		expect(result.items(NOT_APPLIED).map(({ json, pairedItem }) => [pairedItem, json.why])).toEqual(
			[[{ item: 2 }, 'duplicate']],
		);
	});

	test('takes fields without a time for another touchpoint in every run', async () => {
		const runs = [await runNode(mapped()), await runNode(mapped())];
		const json = runs.flatMap((run) =>
			[MOVED, STAYED, NOT_APPLIED].flatMap((output) => run.json(output)),
		);
		expect(json.map(({ why }) => why)).not.toContain('duplicate');
		expect((await (await store.open()).getTotals()).touchpoints).toBe(2);
	});

	test('reads an answer, a value and attributes', async () => {
		const node = mapped({
			type: 'survey_answered',
			moreFields: {
				metric: 'nps',
				answer: 9,
				value: '12.50',
				currency: 'EUR',
				attributes: '{ "segment": "loyal" }',
				source: 'survey_sheet',
			},
		});
		const result = await runNode(node);
		expect([...result.json(MOVED), ...result.json(STAYED)][0]).toMatchObject({
			source: 'survey_sheet',
			experience: { metric: 'nps', raw: 9, score: 90 },
			value: { amount: '12.50', currency: 'EUR' },
			attributes: { segment: 'loyal' },
		});
	});

	test('is a test where the incoming item is one', async () => {
		const result = await runNode(mapped(), { input: [{ test: true }] });
		expect(result.json(NOT_APPLIED)[0]?.why).toBe('test');
	});

	test.each([
		["'Type' is empty", { type: ' ' }],
		["'Email' is not one email address", { email: 'charlotte' }],
		["'Occurred At' is not an ISO 8601 time", { moreFields: { occurredAt: 'tomorrow' } }],
		["'Attributes' is not JSON", { moreFields: { attributes: '{ segment: 1 }' } }],
		["'Answer' must be a number", { moreFields: { answer: 'good' } }],
		['experience.raw', { moreFields: { answer: 11 } }],
		['currency', { moreFields: { value: '12.50' } }],
		["at 'source'", { moreFields: { source: 'My Sheet' } }],
		["'Channel' has a value that is not on offer", { channel: '={{ "pigeon" }}' }],
	])('says %s', async (message, parameters) => {
		const result = await runNode(mapped(parameters));
		expect(result.error?.message).toContain(message);
		expect(result.error?.description).toEqual(expect.stringMatching(/\S/));
	});
});

describe('Get Context', () => {
	beforeEach(async () => {
		await recordItems([
			touchpointItem({
				id: 'shopify:1',
				identities: [
					{ kind: 'external', namespace: 'shopify:tea.myshopify.com', value: '207119551' },
					{ kind: 'email', value: 'charlotte@example.com' },
					{ kind: 'phone', value: '+302101234567' },
				],
			}),
		]);
	});

	test.each([
		['the incoming item', { customer: 'item' }],
		['an email address in any writing', { customer: 'email', email: ' Charlotte@Example.com ' }],
		['a phone number in any writing', { customer: 'phone', phone: '+30 210 123 4567' }],
		[
			'an external id',
			{
				customer: 'externalId',
				externalId: '207119551',
				externalNamespace: 'shopify:tea.myshopify.com',
			},
		],
	])('finds a customer by %s', async (_, parameters) => {
		const result = await runNode(getContext(parameters), { input: [touchpointItem()] });
		expect(result.json()).toEqual([
			expect.objectContaining({
				found: true,
				email: 'charlotte@example.com',
				phone: '+302101234567',
				journeys: [expect.objectContaining({ stage: 'consideration', definition: 'five_stage' })],
				touchpoints: [expect.objectContaining({ occurredAt: '2026-11-22T10:00:00.000Z' })],
			}),
		]);
	});

	test('finds a customer by the id in the store', async () => {
		const found = await runNode(getContext({ customer: 'email', email: 'charlotte@example.com' }));
		const customerId = String(found.json()[0]?.customerId);
		const result = await runNode(getContext({ customer: 'customerId', customerId }));
		expect(result.json()[0]?.email).toBe('charlotte@example.com');
	});

	test('says that nobody was found', async () => {
		const node = getContext({ customer: 'email', email: 'nobody@example.com' });
		expect((await runNode(node)).json()).toEqual([{ found: false }]);
	});

	test('refuses an item that names nobody', async () => {
		const result = await runNode(getContext(), { input: [{ name: 'Charlotte' }] });
		expect(result.error?.message).toContain('names no customer');
	});
});

describe('a store that cannot be used', () => {
	test('stops the node with what is wrong and the next step', async () => {
		const node = { ...record(), credentials: { journeyStoreApi: { path: store.folder } } };
		const result = await runNode(node, { input: [touchpointItem()] });
		expect(result.error?.message).toContain(store.folder);
		expect(result.error?.description).toEqual(expect.stringMatching(/\S/));
	});

	test('is refused in queue mode, where the processes may not share a disk', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		try {
			const result = await recordItems([touchpointItem()]);
			expect(result.error?.message).toContain('queue mode');
			expect(result.error?.description).toContain('PostgreSQL');
		} finally {
			delete process.env.EXECUTIONS_MODE;
		}
	});
});
