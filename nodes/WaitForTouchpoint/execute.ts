import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { JourneyStore } from '../../store/journey-store';
import type { KeptWait, ParkedExecution, WaitRequest } from '../../store/wait-store';
import { Fields } from '../shared/fields';
import type { ItemCall } from '../shared/item-loop';
import { Misconfiguration } from '../shared/misconfiguration';
import { nodeErrorOf } from '../shared/node-error';
import { openJourneyStore } from '../shared/open-journey-store';
import { goOnWithWaits } from '../shared/resuming/start-resumer';
import { CONTINUATIONS } from './description';
import { safetyNet } from './safety-net';
import { itemOfWait, OUTPUT } from './wait-item';
import { askedWait, unknownCustomer } from './wait-request';

/** How many waits are opened in one transaction. */
const BATCH = 500;

/** Opens the waits that the items ask for, and parks the execution where one is to go on by it. */
export async function openWaits(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const calls = context.getInputData().map((item, itemIndex): ItemCall => ({
		context,
		itemIndex,
		item,
		fields: new Fields(context, itemIndex),
	}));
	const [first] = calls;
	if (!first) return [[], [], []];
	try {
		const continuation = first.fields.choice('continueBy', 'Continue By', CONTINUATIONS);
		return continuation === 'moment' ? await openAll(calls, context) : await park(calls, first);
	} catch (error) {
		const failure = nodeErrorOf(context.getNode(), error, first.itemIndex);
		if (!context.continueOnFail()) throw failure;
		return failedItems(calls, failure.message);
	}
}

async function park(calls: readonly ItemCall[], call: ItemCall): Promise<INodeExecutionData[][]> {
	const { context, item } = call;
	if (calls.length > 1) {
		throw new Misconfiguration(
			`${calls.length} items came in, and an execution can wait for one customer at a time`,
			"Start the workflow by a Journey Moment Trigger with 'Batch Size' 1, call a sub-workflow once for each item without waiting for it, or set 'Continue By' to 'Journey Moment Trigger'.",
		);
	}
	const store = await openJourneyStore(context);
	const now = Date.now();
	const asked = await askedWait(call, store, now);
	const execution = parkedExecution(context);
	const kept = await openOne(
		store,
		{ ...asked, continuation: { by: 'execution', execution } },
		now,
	);
	if (kept.status !== 'waiting') return outputsOf(kept, item, 0);
	await context.putExecutionToWait(await safetyNet(store, kept, now));
	goOnWithWaits(context, store);
	return [[item]];
}

/** Read from n8n's data directly: an expression would cost an isolate in every execution. */
function parkedExecution(context: IExecuteFunctions): ParkedExecution {
	const { $execution, $runIndex } = context.getWorkflowDataProxy(0);
	return {
		instanceId: context.getInstanceId(),
		executionId: context.getExecutionId(),
		nodeId: context.getNode().id,
		runIndex: Number($runIndex),
		resumeUrl: String(($execution as { readonly resumeUrl: string }).resumeUrl),
	};
}

async function openOne(store: JourneyStore, request: WaitRequest, now: number): Promise<KeptWait> {
	const [kept] = await store.openWaits([request], now);
	if (kept) return kept;
	throw unknownCustomer();
}

/** Gives one ended wait as the items of the three outputs. */
export function outputsOf(
	kept: KeptWait,
	{ json, binary }: INodeExecutionData,
	itemIndex: number,
): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [[], [], []];
	if (kept.status === 'waiting') return outputs;
	outputs[OUTPUT[kept.status]]?.push({
		json: itemOfWait(kept, json),
		...(binary && kept.customerId !== null && { binary }),
		pairedItem: { item: itemIndex },
	});
	return outputs;
}

/** Opens a wait for each item. Nothing leaves by the outputs but items that went wrong, where the node goes on then. */
async function openAll(
	calls: readonly ItemCall[],
	context: IExecuteFunctions,
): Promise<INodeExecutionData[][]> {
	const store = await openJourneyStore(context);
	const { instanceId, executionId, nodeId, runIndex } = parkedExecution(context);
	const outputs: INodeExecutionData[][] = [[], [], []];
	const fail = (call: ItemCall, error: unknown): void => {
		const failure = nodeErrorOf(context.getNode(), error, call.itemIndex);
		if (!context.continueOnFail()) throw failure;
		outputs[OUTPUT.exited]?.push(failedItem(call, failure.message));
	};
	const now = Date.now();
	const asked: { readonly call: ItemCall; readonly request: WaitRequest }[] = [];
	for (const call of calls) {
		try {
			const key = JSON.stringify([instanceId, executionId, nodeId, runIndex, call.itemIndex]);
			const wait = await askedWait(call, store, now);
			asked.push({ call, request: { ...wait, continuation: { by: 'moment', key } } });
		} catch (error) {
			fail(call, error);
		}
	}
	let opened = 0;
	for (let start = 0; start < asked.length; start += BATCH) {
		const batch = asked.slice(start, start + BATCH);
		const kept = await store.openWaits(
			batch.map(({ request }) => request),
			now,
		);
		batch.forEach(({ call }, place) => {
			if (kept[place]) opened++;
			else fail(call, unknownCustomer());
		});
	}
	goOnWithWaits(context, store);
	context.addExecutionHints({
		message: `${opened} waits were opened. Each goes on at a Journey Moment Trigger that listens for Wait Resolved; nothing leaves here.`,
		location: 'outputPane',
	});
	return outputs;
}

function failedItems(calls: readonly ItemCall[], message: string): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [[], [], []];
	outputs[OUTPUT.exited] = calls.map((call) => failedItem(call, message));
	return outputs;
}

function failedItem({ itemIndex }: ItemCall, error: string): INodeExecutionData {
	return { json: { error }, pairedItem: { item: itemIndex } };
}
