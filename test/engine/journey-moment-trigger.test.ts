import { LoadOptionsContext } from 'n8n-core';
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeExecutionData,
	IRun,
	ITriggerResponse,
} from 'n8n-workflow';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Offer } from '../../journey/offers/offer';
import type { Touchpoint } from '../../journey/touchpoint';
import { bringMoments } from '../../nodes/JourneyMomentTrigger/bring-moments';
import { JourneyMomentTrigger } from '../../nodes/JourneyMomentTrigger/JourneyMomentTrigger.node';
import { email, touchpoint as touchpointAt } from '../support/touchpoint';
import { TestClock } from '../support/test-clock';
import { NOW } from './clock';
import { additionalDataOf, NODE, runNode, workflowOf, type NodeUnderTest } from './harness';
import { triggerContextOf } from './publishing';
import { temporaryStore } from './temporary-store';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const store = temporaryStore();

/** One execution that the trigger started; it goes on until a test ends it. */
interface Execution {
	readonly items: readonly IDataObject[];
	end(status: IRun['status'] | 'never began'): void;
	cancel(): void;
}

interface Published {
	readonly executions: readonly Execution[];
	/** What the trigger told so far, over all executions. */
	readonly told: readonly IDataObject[];
	readonly warnings: readonly string[];
	close(): Promise<void>;
}

const open: Published[] = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async (published) => await published.close()));
});

const trigger = (parameters: NodeUnderTest['parameters']): NodeUnderTest => ({
	type: 'journeyMomentTrigger',
	parameters,
	credentials: store.credentials,
});

const stageEntered = (parameters: NodeUnderTest['parameters'] = {}) =>
	trigger({ triggerOn: 'stage_entered', journey: 'five_stage', ...parameters });

/** Publishes a workflow that begins with the trigger. Executions succeed at once, or when a test says so. */
async function publish(
	node: NodeUnderTest,
	clock: TestClock,
	ends: 'at once' | 'when told' = 'at once',
): Promise<Published> {
	const executions: Execution[] = [];
	const told: IDataObject[] = [];
	const warnings: string[] = [];
	const context = triggerContextOf(node, (data, done) => {
		const execution = {
			items: data[0]!.map(({ json }) => json),
			end: (status: IRun['status'] | 'never began') =>
				done?.resolve((status === 'never began' ? undefined : { status }) as IRun),
			cancel: () => done?.reject(new Error('cancelled')),
		};
		executions.push(execution);
		told.push(...execution.items);
		if (ends === 'at once') execution.end('success');
	});
	jest.spyOn(context.logger, 'warn').mockImplementation((text) => void warnings.push(text));
	const response = await bringMoments(context, clock);
	const published = {
		executions,
		told,
		warnings,
		close: async () => {
			const closing = response.closeFunction!();
			await clock.advance(10 * SECOND_MS);
			await closing;
		},
	};
	open.push(published);
	await clock.advance(0);
	return published;
}

const touchpoint = (id: string, facts: Partial<Touchpoint> = {}) =>
	touchpointAt(id, { occurredAt: NOW, receivedAt: NOW, ...facts });

async function record(touchpoints: readonly Touchpoint[], now = NOW): Promise<void> {
	const definition = BUILT_IN_DEFINITIONS.five_stage;
	await (await store.open()).record(touchpoints, { definition, now });
}

const people = (count: number) =>
	Array.from({ length: count }, (_, index) =>
		touchpoint(`p${index}`, { identities: [email(`p${index}@example.com`)] }),
	);

describe('an active trigger', () => {
	test('tells of a stage entered within five seconds, once, as an item that the next nodes read', async () => {
		const clock = new TestClock(NOW);
		const { told } = await publish(stageEntered(), clock);
		await clock.advance(7 * SECOND_MS + 1);
		await record(
			[touchpoint('1', { attributes: { language: 'el', segment: 'gold' } })],
			clock.now(),
		);
		await clock.advance(5 * SECOND_MS);
		expect(told).toMatchObject([
			{
				moment: 'stage_entered',
				attempt: 1,
				dueAt: new Date(NOW + 7 * SECOND_MS + 1).toISOString(),
				customerId: expect.any(String),
				email: 'charlotte@example.com',
				language: 'el',
				segment: 'gold',
				identities: [{ kind: 'email', value: 'charlotte@example.com' }],
				journey: 'five_stage',
				journeyId: expect.any(String),
				stage: 'consideration',
				movement: 'entered',
				enteredAt: new Date(NOW).toISOString(),
				occurredAt: new Date(NOW).toISOString(),
				touchpointId: expect.any(String),
			},
		]);
		await clock.leap(HOUR_MS);
		expect(told).toHaveLength(1);
		const next = await runNode(
			{
				type: 'journeyStage',
				parameters: { resource: 'customer', operation: 'getContext', customer: 'item' },
				credentials: store.credentials,
			},
			{ input: [told[0]!] },
		);
		expect(next.json()).toMatchObject([{ found: true, email: 'charlotte@example.com' }]);
	});

	test('is known to be there for as long as it is', async () => {
		const clock = new TestClock(NOW);
		await publish(stageEntered(), clock);
		await clock.leap(25 * 60 * MINUTE_MS);
		expect(await (await store.open()).hasMomentTrigger(clock.now())).toBe(true);
	});

	test('tells nothing twice after it was published again', async () => {
		const clock = new TestClock(NOW);
		const first = await publish(stageEntered(), clock);
		await record([touchpoint('1')]);
		await clock.advance(5 * SECOND_MS);
		await first.close();
		await record([touchpoint('2', { identities: [email('nathan@example.com')] })]);
		const second = await publish(stageEntered(), clock);
		await clock.leap(HOUR_MS);
		expect(first.told).toMatchObject([{ email: 'charlotte@example.com' }]);
		expect(second.told).toMatchObject([{ email: 'nathan@example.com' }]);
	});

	test('puts many moments into one execution, up to the batch size', async () => {
		const clock = new TestClock(NOW);
		const { executions } = await publish(stageEntered({ options: { batchSize: 20 } }), clock);
		await record(people(50));
		await clock.advance(5 * SECOND_MS);
		expect(executions.map(({ items }) => items.length).sort()).toEqual([10, 20, 20]);
	});

	test('has no more than five executions at work, and goes on when one ends', async () => {
		const clock = new TestClock(NOW);
		const node = stageEntered({ options: { batchSize: 1 } });
		const { executions } = await publish(node, clock, 'when told');
		await record(people(7));
		await clock.advance(10 * MINUTE_MS);
		expect(executions).toHaveLength(5);
		executions[2]!.end('success');
		await clock.settle();
		await clock.advance(0);
		expect(executions).toHaveLength(6);
		executions.forEach((execution) => execution.end('success'));
		await clock.advance(0);
		executions.forEach((execution) => execution.end('success'));
		await clock.settle();
		expect(await (await store.open()).countMoments('workflow-1/under-test')).toMatchObject({
			fired: 7,
		});
	});

	test('holds on to a moment while its execution runs, however long', async () => {
		const clock = new TestClock(NOW);
		const { executions } = await publish(stageEntered(), clock, 'when told');
		await record([touchpoint('1')]);
		await clock.advance(20 * MINUTE_MS);
		expect(executions).toHaveLength(1);
		executions[0]!.end('success');
		await clock.leap(DAY_MS);
		expect(executions).toHaveLength(1);
	});

	test('leaves an execution that waits to n8n', async () => {
		const clock = new TestClock(NOW);
		const { executions } = await publish(stageEntered(), clock, 'when told');
		await record([touchpoint('1')]);
		await clock.advance(5 * SECOND_MS);
		executions[0]!.end('waiting');
		await clock.leap(DAY_MS);
		expect(executions).toHaveLength(1);
	});

	test.each<[string, (execution: Execution) => void]>([
		['fails', (execution) => execution.end('error')],
		['could not begin', (execution) => execution.end('never began')],
		['was cancelled', (execution) => execution.cancel()],
	])('tells again, one by one, what was in an execution that %s', async (_how, fail) => {
		const clock = new TestClock(NOW);
		const { executions } = await publish(stageEntered(), clock, 'when told');
		await record(people(3));
		await clock.advance(5 * SECOND_MS);
		fail(executions[0]!);
		await clock.advance(MINUTE_MS);
		expect(executions).toHaveLength(1);
		await clock.advance(MINUTE_MS + 5 * SECOND_MS);
		expect(executions.slice(1).map(({ items }) => items)).toMatchObject([
			[{ attempt: 2 }],
			[{ attempt: 2 }],
			[{ attempt: 2 }],
		]);
	});

	test('sets aside after five failures, says so without naming anybody, and goes on', async () => {
		const clock = new TestClock(NOW);
		const { executions, warnings } = await publish(stageEntered(), clock, 'when told');
		await record([touchpoint('1')]);
		for (let attempt = 0; attempt < 5; attempt++) {
			await clock.leap(3 * HOUR_MS);
			executions[attempt]!.end('error');
			await clock.settle();
		}
		await clock.leap(DAY_MS);
		expect(executions).toHaveLength(5);
		expect(warnings).toEqual([expect.stringContaining('stage_entered failed too often')]);
		expect(warnings.join()).not.toContain('charlotte');
	});

	test('gives to the next process what one that was killed had in its hands', async () => {
		const clock = new TestClock(NOW);
		const killed = await publish(stageEntered(), clock, 'when told');
		await record([touchpoint('1')]);
		await clock.advance(5 * SECOND_MS);
		expect(killed.told).toMatchObject([{ attempt: 1 }]);
		// The killed process renews nothing any more: its clock stands still, the other one goes on.
		const later = new TestClock(clock.now());
		const { told } = await publish(stageEntered(), later);
		await later.advance(MINUTE_MS);
		expect(told).toEqual([]);
		await later.advance(MINUTE_MS + 5 * SECOND_MS);
		expect(told).toMatchObject([{ attempt: 2, email: 'charlotte@example.com' }]);
	});

	test('waits, when it is stopped, for what is at work, and settles it', async () => {
		const clock = new TestClock(NOW);
		const published = await publish(stageEntered(), clock, 'when told');
		await record([touchpoint('1')]);
		await clock.advance(5 * SECOND_MS);
		let isClosed = false;
		const closing = published.close().then(() => (isClosed = true));
		await clock.settle();
		published.executions[0]!.end('success');
		await closing;
		expect(isClosed).toBe(true);
		expect(await (await store.open()).countMoments('workflow-1/under-test')).toMatchObject({
			fired: 1,
		});
	});

	test('shares with another main that runs the same workflow', async () => {
		const clock = new TestClock(NOW);
		const node = stageEntered({ options: { batchSize: 5 } });
		const [a, b] = [await publish(node, clock), await publish(node, clock)];
		await record(people(40));
		await clock.advance(10 * SECOND_MS);
		const told = [...a.told, ...b.told].map(({ email: address }) => address);
		expect(new Set(told).size).toBe(40);
		expect(told).toHaveLength(40);
	});
});

describe('the other moments', () => {
	test('a stall is told when the typed time is over, and says what the time was', async () => {
		const clock = new TestClock(NOW);
		const { told } = await publish(
			trigger({
				triggerOn: 'customer_stalled',
				journey: 'five_stage',
				stages: ['consideration'],
				threshold: 'typed',
				days: 2,
			}),
			clock,
		);
		await record([touchpoint('1')]);
		await clock.leap(2 * DAY_MS - SECOND_MS);
		expect(told).toEqual([]);
		await clock.advance(6 * SECOND_MS);
		expect(told).toMatchObject([
			{
				moment: 'customer_stalled',
				stage: 'consideration',
				threshold: { ms: 2 * DAY_MS, from: 'typed', basis: null },
				email: 'charlotte@example.com',
			},
		]);
		await clock.leap(3 * DAY_MS);
		expect(told).toHaveLength(1);
	});

	test('a stall is learned from how long others stayed', async () => {
		const clock = new TestClock(NOW);
		const fast = people(20).flatMap((one, index) => [
			one,
			{
				...touchpoint(`${one.id}-bought`, { type: 'order_completed' }),
				identities: one.identities,
				occurredAt: NOW + (index + 1) * MINUTE_MS,
			},
		]);
		await record(fast);
		await clock.leap(HOUR_MS);
		const { told } = await publish(
			trigger({
				triggerOn: 'customer_stalled',
				journey: 'five_stage',
				stages: ['consideration'],
				threshold: 'learned',
			}),
			clock,
		);
		await record([touchpoint('slow', { occurredAt: clock.now() })], clock.now());
		await clock.advance(18 * MINUTE_MS + 5 * SECOND_MS);
		expect(told).toMatchObject([
			{
				email: 'charlotte@example.com',
				threshold: { ms: 18 * MINUTE_MS, from: 'learned', basis: 20 },
			},
		]);
	});

	test('a stall that was one before the trigger was published is not told', async () => {
		const clock = new TestClock(NOW);
		await record([touchpoint('1')]);
		await clock.leap(3 * DAY_MS);
		const { told } = await publish(
			trigger({
				triggerOn: 'customer_stalled',
				journey: 'five_stage',
				threshold: 'typed',
				days: 2,
			}),
			clock,
		);
		await clock.leap(DAY_MS);
		expect(told).toEqual([]);
	});

	test('a code is told of before it ends', async () => {
		const clock = new TestClock(NOW);
		const { told } = await publish(trigger({ triggerOn: 'offer_expiring', hours: 24 }), clock);
		await record([touchpoint('1')]);
		const offer: Offer = {
			id: 'free-delivery',
			title: { en: 'Free delivery' },
			benefit: { kind: 'free_delivery' },
			startsAt: NOW,
			endsAt: NOW + 60 * DAY_MS,
			codeLifeMs: 3 * DAY_MS,
			priority: 1,
			caps: { perCustomer: 1 },
			fallback: false,
		};
		const kept = await store.open();
		const context = await kept.getContext(email('charlotte@example.com'), 0, NOW);
		await kept.saveOffer(offer, NOW);
		const customerId = context!.customerId;
		await kept.issue({
			code: 'CODE-1',
			offer,
			customerId,
			channel: 'email',
			decision: {},
			now: NOW,
		});
		await clock.leap(2 * DAY_MS);
		await clock.advance(5 * SECOND_MS);
		expect(told).toMatchObject([
			{
				moment: 'offer_expiring',
				code: 'CODE-1',
				offerId: 'free-delivery',
				expiresAt: new Date(NOW + 3 * DAY_MS).toISOString(),
				customerId,
			},
		]);
	});

	test('a touchpoint that a crash left is told as its trigger gave it, and Record takes it', async () => {
		const clock = new TestClock(NOW);
		await (await store.open()).accept([touchpoint('left')]);
		await clock.leap(HOUR_MS);
		const { told } = await publish(
			trigger({ triggerOn: 'touchpoint_not_applied', minutes: 10 }),
			clock,
		);
		await clock.advance(5 * SECOND_MS);
		expect(told).toMatchObject([{ moment: 'touchpoint_not_applied', id: 'test:left' }]);
		const recorded = await runNode(
			{
				type: 'journeyStage',
				parameters: {
					resource: 'touchpoint',
					operation: 'record',
					touchpoint: 'item',
					journey: 'five_stage',
				},
				credentials: store.credentials,
			},
			{ input: [told[0]!] },
		);
		expect(recorded.json(0)).toMatchObject([{ movement: 'entered', to: 'consideration' }]);
		await clock.leap(DAY_MS);
		expect(told).toHaveLength(1);
	});
});

describe('publishing', () => {
	test.each([
		['Batch Size', stageEntered({ options: { batchSize: 0 } })],
		['Hours Before the End', trigger({ triggerOn: 'offer_expiring', hours: 1000 })],
		['Not Recorded After (Minutes)', trigger({ triggerOn: 'touchpoint_not_applied', minutes: 0 })],
		['Trigger On', trigger({ triggerOn: 'full_moon' })],
		['Movements', stageEntered({ movements: ['stayed'] })],
		[
			"There is no journey 'nowhere'",
			trigger({ triggerOn: 'customer_stalled', journey: 'nowhere', threshold: 'learned' }),
		],
	])('says what is wrong with %s and what to do, both in the title', async (field, node) => {
		// n8n shows nothing else where a workflow is published.
		const { credentials } = store;
		const problem = await publish({ ...node, credentials }, new TestClock(NOW)).catch(
			(error: Error) => error,
		);
		expect((problem as Error).message).toContain(field);
		expect((problem as Error).message).toMatch(/[^.]\. [A-Z].*\.$/);
	});

	test('says in queue mode why a file will not do, and what to choose', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		try {
			await expect(publish(stageEntered(), new TestClock(NOW))).rejects.toThrow(
				/SQLite file.*queue mode.*Choose PostgreSQL/,
			);
		} finally {
			delete process.env.EXECUTIONS_MODE;
		}
	});
});

describe('a run from the editor', () => {
	async function example(node: NodeUnderTest): Promise<readonly IDataObject[]> {
		const items: IDataObject[] = [];
		const emit = ([data]: INodeExecutionData[][]) => {
			items.push(...data!.map(({ json }) => json));
		};
		const context = triggerContextOf(node, emit, 'manual');
		const response: ITriggerResponse = await bringMoments(context, new TestClock(NOW));
		await response.manualTriggerFunction!();
		return items;
	}

	test('gives one example and marks nothing', async () => {
		await record([touchpoint('1')]);
		expect(await example(stageEntered())).toMatchObject([
			{ moment: 'stage_entered', stage: 'consideration', email: 'charlotte@example.com' },
		]);
		const counts = await (await store.open()).countMoments('workflow-1/under-test');
		expect(counts).toEqual({ waiting: 0, fired: 0, cancelled: 0, poisoned: 0 });
	});

	test('says that there is no example yet, and how to get one', async () => {
		await expect(example(stageEntered())).rejects.toMatchObject({
			message: expect.stringContaining('no example'),
			description: expect.stringContaining('Journey Stage'),
		});
	});
});

test('the list of stages is that of the journey that is chosen', async () => {
	const node = stageEntered();
	const workflow = workflowOf(node);
	const context = new LoadOptionsContext(
		workflow,
		workflow.getNode(NODE)!,
		{
			...additionalDataOf(node, 'manual'),
			currentNodeParameters: { ...node.parameters, journey: 'aida' },
		},
		'parameters.stages',
	);
	const { getStages } = new JourneyMomentTrigger().methods.loadOptions;
	const stages = await getStages.call(context as unknown as ILoadOptionsFunctions);
	expect(stages.map(({ value }) => value)).toEqual(
		BUILT_IN_DEFINITIONS.aida.stages.map(({ name }) => name),
	);
});
