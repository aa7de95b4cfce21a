import type { IDataObject } from 'n8n-workflow';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Touchpoint } from '../../journey/touchpoint';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest, type RunResult } from './harness';
import { goOn, instanceId, postTo } from './parked';
import { temporaryStore } from './temporary-store';
import { touchpoint, touchpointItem } from './touchpoints';

const TIMED_OUT = 0;
const TOUCHPOINT = 1;
const EXITED = 2;
const DAY_MS = 86_400_000;

const store = temporaryStore();
stoppedClock();
beforeEach(() => {
	jest.spyOn(global, 'fetch').mockRejectedValue(new TypeError('no network in this test'));
});

const waitNode = (parameters: NodeUnderTest['parameters'] = {}): NodeUnderTest => ({
	type: 'waitForTouchpoint',
	parameters: { types: ['order_completed'], ...parameters },
	credentials: store.credentials,
});

const record = async (changes: Partial<Touchpoint> = {}) => {
	const [recorded] = await (
		await store.open()
	).record([touchpoint(changes)], { definition: BUILT_IN_DEFINITIONS.five_stage, now: Date.now() });
	return recorded!;
};

const order = async (changes: Partial<Touchpoint> = {}) =>
	await record({ id: 'shopify:order', type: 'order_completed', occurredAt: NOW + 1, ...changes });

/** Parks an execution for the order of a customer who has put something on a wish list. */
async function park(
	node: NodeUnderTest = waitNode(),
	input: IDataObject = { ...touchpointItem(), note: 'kept' },
): Promise<RunResult> {
	await record();
	return await runNode(node, { input: [input] });
}

describe('an item', () => {
	test('parks the execution until its touchpoint comes, n8n being the safety net five minutes later', async () => {
		const { run, error } = await park();
		expect(error).toBeNull();
		expect(run.status).toBe('waiting');
		expect(run.waitTill?.getTime()).toBe(NOW + 3 * DAY_MS + 60_000 + 300_000);
		expect(await (await store.open()).countWaiting()).toBe(1);
	});

	test('leaves n8n a day where a Journey Moment Trigger starts the resumer together with n8n', async () => {
		const settings = { kind: 'wait_resolved', wait: '', outcomes: [] } as const;
		await (await store.open()).subscribe({ id: 'workflow/node', settings, now: NOW });
		const { run } = await park();
		expect(run.waitTill?.getTime()).toBe(NOW + 3 * DAY_MS + 60_000 + DAY_MS);
	});

	test('whose touchpoint has come since leaves at once by Touchpoint', async () => {
		await record();
		await order({ occurredAt: NOW });
		const result = await runNode(waitNode(), { input: [{ ...touchpointItem(), note: 'kept' }] });
		expect(result.run.status).toBe('success');
		expect(result.json(TOUCHPOINT)).toEqual([
			expect.objectContaining({
				note: 'kept',
				customerId: expect.any(String) as string,
				wait: expect.objectContaining({
					status: 'touchpoint',
					why: 'touchpoint',
					waitedMs: 0,
					touchpoint: expect.objectContaining({ id: 'shopify:order' }) as unknown,
				}) as unknown,
			}),
		]);
		expect(result.items(TOUCHPOINT)[0]?.pairedItem).toEqual({ item: 0 });
	});

	test('looks back to the touchpoint that an item of the Journey Moment Trigger tells of', async () => {
		await record();
		await order({ occurredAt: NOW - 1000 });
		const { id, occurredAt, ...customer } = touchpointItem({ occurredAt: NOW - 5000 });
		const moment = { ...customer, moment: 'stage_entered', touchpointId: id, occurredAt };
		expect((await runNode(waitNode(), { input: [moment] })).json(TOUCHPOINT)).toHaveLength(1);
	});

	test('parks when it is to look at nothing before now', async () => {
		await record();
		await order({ occurredAt: NOW - 1000 });
		const node = waitNode({ lookBack: 'now' });
		const item = touchpointItem({ occurredAt: NOW - 5000 });
		expect((await runNode(node, { input: [item] })).run.status).toBe('waiting');
	});

	test('whose deadline has passed leaves at once by Timed Out', async () => {
		const node = waitNode({ deadline: 'date', date: '2026-11-22T11:59:00' });
		const result = await park(node);
		expect(result.json(TIMED_OUT)).toEqual([
			expect.objectContaining({
				wait: expect.objectContaining({
					why: 'deadline',
					deadlineAt: '2026-11-22T09:59:00.000Z',
				}) as unknown,
			}),
		]);
	});

	test('parks in a run from the editor too', async () => {
		await record();
		const result = await runNode(waitNode(), { input: [touchpointItem()], mode: 'manual' });
		expect(result.run.status).toBe('waiting');
	});
});

describe('a post to the resume URL', () => {
	test('continues the execution by Touchpoint with what came in and how the wait ended', async () => {
		const node = waitNode();
		const { run } = await park(node);
		const { endedWaits } = await order();
		const posted = await postTo(node, run, { waitId: endedWaits[0] });
		expect(posted.body).toEqual({ resumed: endedWaits[0] });
		expect(posted.outputs?.map((items) => items.length)).toEqual([0, 1, 0]);
		expect(posted.outputs?.[TOUCHPOINT]?.[0]?.json).toMatchObject({
			note: 'kept',
			email: 'charlotte@example.com',
			wait: { status: 'touchpoint', touchpoint: { type: 'order_completed' } },
		});
	});

	test('continues it by Exited', async () => {
		const node = waitNode({ leaveWhen: { types: ['ticket_opened'] } });
		const { run } = await park(node);
		const { endedWaits } = await record({
			id: 'zendesk:1',
			type: 'ticket_opened',
			occurredAt: NOW + 1,
		});
		const posted = await postTo(node, run, { waitId: endedWaits[0] });
		expect(posted.outputs?.map((items) => items.length)).toEqual([0, 0, 1]);
		expect(posted.outputs?.[EXITED]?.[0]?.json.wait).toMatchObject({ why: 'exit_touchpoint' });
	});

	test('continues it by Timed Out', async () => {
		const node = waitNode();
		const { run } = await park(node);
		const open = await store.open();
		const later = NOW + 4 * DAY_MS;
		expect(await open.timeOutWaits(later, 1)).toBe(1);
		const [resume] = await open.claimResumes(instanceId(node), later, 0, 1);
		const posted = await postTo(node, run, { waitId: resume?.waitId });
		expect(posted.outputs?.map((items) => items.length)).toEqual([1, 0, 0]);
		expect(posted.outputs?.[TIMED_OUT]?.[0]?.json.wait).toMatchObject({ why: 'deadline' });
	});

	test('carries binary data on', async () => {
		await record();
		const node = waitNode();
		const binary = { file: { data: 'SGVsbG8=', mimeType: 'text/plain' } };
		const { run } = await runNode(node, { input: [{ json: touchpointItem(), binary }] });
		const { endedWaits } = await order();
		const posted = await postTo(node, run, { waitId: endedWaits[0] });
		expect(posted.outputs?.[TOUCHPOINT]?.[0]?.binary).toEqual(binary);
	});

	test.each([
		['without a wait', {}],
		['about a wait nobody knows', { waitId: 'unknown' }],
	])('%s leaves it parked', async (_what, body) => {
		const node = waitNode();
		const { run } = await park(node);
		expect(await postTo(node, run, body)).toEqual({
			status: 409,
			body: { refused: 'not_waiting' },
			outputs: null,
		});
	});

	test('about the wait of another execution leaves it parked', async () => {
		const node = waitNode();
		const { run } = await park(node);
		const { endedWaits } = await order();
		const open = await store.open();
		const kept = await open.getWait(endedWaits[0] ?? '');
		jest.spyOn(open, 'getWait').mockResolvedValue(kept && { ...kept, executionId: 'another' });
		expect(await postTo(node, run, { waitId: endedWaits[0] })).toMatchObject({
			status: 409,
			outputs: null,
		});
	});

	test('about a wait that still waits, or whose execution went on before, leaves it parked', async () => {
		const node = waitNode();
		const { run } = await park(node);
		const { endedWaits } = await order();
		const [waitId = ''] = endedWaits;
		await (await store.open()).settleResume(waitId, 'done');
		expect(await postTo(node, run, { waitId })).toMatchObject({ status: 409, outputs: null });
	});

	test('while the store cannot be opened leaves it parked', async () => {
		const node = waitNode();
		const { run } = await park(node);
		const { endedWaits } = await order();
		const broken = { ...node, credentials: { journeyStoreApi: { path: store.folder } } };
		expect(await postTo(broken, run, { waitId: endedWaits[0] })).toEqual({
			status: 503,
			body: { refused: 'store' },
			outputs: null,
		});
	});
});

test('an execution that nobody resumes goes on by Timed Out with what came in', async () => {
	const node = waitNode();
	const { run } = await park(node);
	const outputs = await goOn(node, run);
	expect(outputs.map((items) => items.length)).toEqual([1]);
	expect(outputs[TIMED_OUT]?.[0]?.json).toMatchObject({ note: 'kept' });
});

describe('the deadline', () => {
	const deadlineOf = async (parameters: NodeUnderTest['parameters']): Promise<string> => {
		const { run, error } = await park(waitNode(parameters));
		expect(error).toBeNull();
		const margin = 300_000 + 60_000;
		return new Date((run.waitTill?.getTime() ?? 0) - margin).toISOString();
	};

	test.each([
		['hours', { unit: 'hours', amount: 2 }, '2026-11-22T12:00:00.000Z'],
		['calendar days', { deadline: 'calendarDays', calendarDays: 2 }, '2026-11-24T10:00:00.000Z'],
		[
			'a time of day on a calendar day',
			{ deadline: 'calendarDays', calendarDays: 1, dayTime: '18:00' },
			'2026-11-23T16:00:00.000Z',
		],
		[
			'a local date and time',
			{ deadline: 'date', date: '2026-11-25T09:30:00' },
			'2026-11-25T07:30:00.000Z',
		],
		[
			'a time with a zone',
			{ deadline: 'date', date: '2026-11-25T09:30:00-05:00' },
			'2026-11-25T14:30:00.000Z',
		],
		[
			'an expression that gives a time',
			{ deadline: 'date', date: "={{ DateTime.fromISO('2026-11-25T09:30:00Z') }}" },
			'2026-11-25T09:30:00.000Z',
		],
		[
			'the next time of day on certain weekdays',
			{ deadline: 'nextTime', time: '09:00', weekdays: ['tuesday'] },
			'2026-11-24T07:00:00.000Z',
		],
		[
			'another time zone',
			{ deadline: 'nextTime', time: '09:00', options: { timeZone: 'Asia/Tokyo' } },
			'2026-11-23T00:00:00.000Z',
		],
		[
			'quiet hours, which put it off to their end',
			{ unit: 'hours', amount: 12, options: { quietFrom: '21:00', quietUntil: '08:00' } },
			'2026-11-23T06:00:00.000Z',
		],
	])('can be %s', async (_what, parameters, at) => {
		expect(await deadlineOf(parameters)).toBe(at);
	});

	test('goes by the clocks of the customer', async () => {
		await record({ attributes: { timeZone: 'America/New_York' } });
		const node = waitNode({ deadline: 'nextTime', time: '09:00' });
		const { run } = await runNode(node, { input: [touchpointItem()] });
		expect(run.waitTill?.toISOString()).toBe('2026-11-22T14:06:00.000Z');
	});
});

describe('what it waits for', () => {
	test('can be narrowed down by conditions, also with what came in', async () => {
		const node = waitNode({
			conditions: {
				condition: [
					{ field: 'keys', name: 'order', operator: 'eq', value: '={{ $json.keys.order }}' },
					{ field: 'amount', operator: 'gte', value: '50' },
				],
			},
		});
		await park(node, touchpointItem({ keys: { order: '5001' } }));
		const of = async (id: string, order: string, amount: string) =>
			await record({
				id,
				type: 'order_completed',
				occurredAt: NOW + Number(id.slice('shopify:'.length)),
				keys: { order },
				value: { amount, currency: 'EUR' },
			});
		expect((await of('shopify:1', '5000', '80.00')).endedWaits).toEqual([]);
		expect((await of('shopify:2', '5001', '49.90')).endedWaits).toEqual([]);
		expect((await of('shopify:3', '5001', '50.00')).endedWaits).toHaveLength(1);
	});

	test('can be a type that is typed in', async () => {
		await park(waitNode({ types: [], options: { otherTypes: ['warranty_registered'] } }));
		const { endedWaits } = await record({
			id: 'shop:w',
			type: 'warranty_registered',
			occurredAt: NOW + 1,
		});
		expect(endedWaits).toHaveLength(1);
	});

	test.each([
		['the journey that is chosen', {}],
		[
			'that journey, whichever of another one the item tells of',
			{ journey: 'five_stage', journeyKey: '5001' },
		],
	])('ends with %s', async (_what, told) => {
		const node = waitNode({ types: ['review_posted'], leaveWhen: { journeyEnds: 'aida' } });
		await park(node, { ...touchpointItem(), ...told });
		const open = await store.open();
		const options = { definition: BUILT_IN_DEFINITIONS.aida, now: NOW };
		await open.record([touchpoint()], options);
		const bought = touchpoint({ id: 'shopify:o', type: 'order_completed', occurredAt: NOW + 1 });
		expect((await open.record([bought], options))[0]?.endedWaits).toHaveLength(1);
	});

	test.each([
		["'Wait For' is empty", { types: [] }],
		['not a type of touchpoint', { options: { otherTypes: ['Order Completed'] } }],
		["'Amount' must be more than 0", { amount: 0 }],
		["'Days' must be a whole number", { deadline: 'calendarDays', calendarDays: 1.5 }],
		["'Time' must be a time of day", { deadline: 'nextTime', time: '9 am' }],
		["'Date' is not a date", { deadline: 'date', date: 'tomorrow' }],
		["'Date' makes no deadline", { deadline: 'date', date: '2027-02-31' }],
		["'Date' makes no deadline", { deadline: 'date', date: '2026-13-01T09:00' }],
		["'Time' makes no deadline", { deadline: 'date', date: '2026-12-01T25:99' }],
		["'Days' makes no deadline", { deadline: 'calendarDays', calendarDays: 40_000 }],
		["further away than 'Longest Wait (Days)'", { amount: 40 }],
		["'Time Zone' is not an IANA time zone", { options: { timeZone: 'Athens' } }],
		["'From' is not an ISO 8601 time", { lookBack: 'time', lookBackTime: 'yesterday' }],
		['has no value', { conditions: { condition: [{ field: 'channel', value: '' }] } }],
		["'Name' is empty", { conditions: { condition: [{ field: 'keys', value: '1' }] } }],
	])('says %s', async (message, parameters) => {
		const { error } = await park(waitNode(parameters));
		expect(error?.message).toContain(message);
		expect(error?.description).toEqual(expect.stringMatching(/\S/));
	});
});

describe('several items', () => {
	const items = ['a@example.com', 'b@example.com'].map((email) => ({ email }));
	const recordAll = async () => {
		for (const { email } of items) {
			await record({ id: `shopify:${email}`, identities: [{ kind: 'email', value: email }] });
		}
	};

	test('are refused with what to do, since an execution can wait for one only', async () => {
		await recordAll();
		const { error } = await runNode(waitNode(), { input: items });
		expect(error?.message).toContain('2 items came in');
		expect(error?.description).toContain("'Batch Size' 1");
		expect(error?.description).toContain('Journey Moment Trigger');
	});

	test('become a wait each where a moment continues them, and nothing leaves or is parked', async () => {
		await recordAll();
		const result = await runNode(waitNode({ continueBy: 'moment' }), { input: items });
		expect(result.error).toBeNull();
		expect(result.run.status).toBe('success');
		expect([TIMED_OUT, TOUCHPOINT, EXITED].flatMap((output) => result.json(output))).toEqual([]);
		expect(await (await store.open()).countWaiting()).toBe(2);
	});

	test('that name nobody whom the store knows stop the node, or leave by Exited where it goes on', async () => {
		await recordAll();
		const input = [...items, { email: 'nobody@example.com' }];
		const node = waitNode({ continueBy: 'moment' });
		expect((await runNode(node, { input })).error?.message).toContain(
			'does not know this customer',
		);
		const going: NodeUnderTest = { ...node, onError: 'continueRegularOutput' };
		const result = await runNode(going, { input });
		expect(result.items(EXITED)).toEqual([
			{
				json: { error: expect.stringContaining('does not know this customer') as string },
				pairedItem: { item: 2 },
			},
		]);
		expect(await (await store.open()).countWaiting()).toBe(2);
	});
});

test('a customer whom the store does not know is refused with what to do', async () => {
	for (const input of [{ email: 'nobody@example.com' }, { customerId: 'nobody' }]) {
		const { error } = await runNode(waitNode(), { input: [input] });
		expect(error?.message).toContain('does not know this customer');
		expect(error?.description).toContain('Record');
	}
});

test('after an erasure nothing of what came in leaves with the wait', async () => {
	const node = waitNode();
	await record();
	const binary = { file: { data: 'SGVsbG8=', mimeType: 'text/plain' } };
	const { run } = await runNode(node, { input: [{ json: touchpointItem(), binary }] });
	const open = await store.open();
	await open.eraseCustomer({ kind: 'email', value: 'charlotte@example.com' }, NOW);
	const [resume] = await open.claimResumes(instanceId(node), NOW + 60_000, 0, 1);
	const { outputs } = await postTo(node, run, { waitId: resume?.waitId });
	expect(outputs?.[EXITED]?.map(({ json }) => Object.keys(json))).toEqual([['wait']]);
	expect(outputs?.[EXITED]?.[0]?.json.wait).toMatchObject({ why: 'erased', touchpoint: null });
	expect(outputs?.[EXITED]?.[0]?.binary).toBeUndefined();
});
