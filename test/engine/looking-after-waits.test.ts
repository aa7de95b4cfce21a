import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IDataObject, WorkflowActivateMode } from 'n8n-workflow';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Touchpoint } from '../../journey/touchpoint';
import { bringMoments } from '../../nodes/JourneyMomentTrigger/bring-moments';
import { MACHINE_CLOCK } from '../../nodes/shared/clock';
import { email } from '../support/touchpoint';
import { parkedFor } from '../support/wait';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest } from './harness';
import { instanceId } from './parked';
import { publishWebhook, triggerContextOf } from './publishing';
import { temporaryStore } from './temporary-store';
import { touchpoint, touchpointItem } from './touchpoints';

const EXECUTION = '4711';
const MOST_TURNS = 1_000;
const HOUR_MS = 3_600_000;

const store = temporaryStore();
stoppedClock();

/** The addresses that were posted to. */
let posted: string[];
beforeEach(() => {
	posted = [];
	jest.spyOn(global, 'fetch').mockImplementation(async (address) => {
		posted.push(String(address));
		throw new TypeError('no network in this test');
	});
	// No timer of a resumer ever ends here: what goes on does so because a node woke it.
	jest.spyOn(MACHINE_CLOCK, 'after').mockReturnValue(() => undefined);
});

const recordNode = (): NodeUnderTest => ({
	type: 'journeyStage',
	parameters: { resource: 'touchpoint', operation: 'record' },
	credentials: store.credentials,
});

const touchpointTrigger = (): NodeUnderTest => ({
	type: 'touchpointTrigger',
	typeVersion: 2,
	parameters: { source: 'shopify', path: 'journey', options: {} },
	credentials: { touchpointSourceApi: { secret: 'example' }, ...store.credentials },
});

const order: Partial<Touchpoint> = {
	id: 'shopify:order',
	type: 'order_completed',
	occurredAt: NOW - 1,
};

/** Parks an execution for the order of the customer, long enough ago for n8n to have written it down. */
async function park(): Promise<void> {
	const opened = await store.open();
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOW };
	const [recorded] = await opened.record([touchpoint({ occurredAt: NOW - HOUR_MS })], options);
	const facts = { openedAt: NOW - HOUR_MS, lookBackFrom: NOW - HOUR_MS, deadlineAt: NOW + HOUR_MS };
	const request = parkedFor(recorded?.customerId ?? '', EXECUTION, facts);
	if (request.continuation.by !== 'execution') throw new Error('The test parks');
	const execution = { ...request.continuation.execution, instanceId: instanceId(recordNode()) };
	await opened.openWaits([{ ...request, continuation: { by: 'execution', execution } }], NOW);
}

/** Leaves a wait whose end nobody has been told, as a process that was killed does. */
async function leaveUntold(): Promise<void> {
	await park();
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOW };
	await (await store.open()).record([touchpoint(order)], options);
}

/** Lets work have its turn until the execution has been told to go on; gives whether it was. */
async function isTold(): Promise<boolean> {
	for (let turn = 0; turn < MOST_TURNS; turn++) {
		if (posted.some((address) => address.includes(EXECUTION))) return true;
		await nextTurn();
	}
	return false;
}

async function record(facts: Partial<Touchpoint>): Promise<void> {
	const { error } = await runNode(recordNode(), { input: [touchpointItem(facts) as IDataObject] });
	expect(error).toBeNull();
}

const stranger: Partial<Touchpoint> = {
	id: 'shopify:stranger',
	occurredAt: NOW,
	identities: [email('nathan@example.com')],
};

describe('Record', () => {
	test('has the execution go on whose wait it has just ended, though the resumer sleeps', async () => {
		await park();
		await record(stranger);
		expect(await isTold()).toBe(false);
		await record(order);
		expect(await isTold()).toBe(true);
	});

	test('has waits looked after that others left, also when it ends none itself', async () => {
		await leaveUntold();
		expect(await isTold()).toBe(false);
		await record(stranger);
		expect(await isTold()).toBe(true);
	});
});

test('an active Journey Moment Trigger has waits looked after, whatever it listens for', async () => {
	await leaveUntold();
	const node: NodeUnderTest = {
		type: 'journeyMomentTrigger',
		parameters: { triggerOn: 'offer_expiring', hours: 24 },
		credentials: store.credentials,
	};
	const context = triggerContextOf(node, () => undefined, 'init');
	const { closeFunction } = await bringMoments(context);
	expect(await isTold()).toBe(true);
	await closeFunction!();
});

test.each<WorkflowActivateMode>(['activate', 'init', 'leadershipChange'])(
	'a Touchpoint Trigger has waits looked after when it is published (%s)',
	async (activation) => {
		await leaveUntold();
		await publishWebhook(touchpointTrigger(), activation);
		expect(await isTold()).toBe(true);
	},
);
