import type {
	INodeExecutionData,
	IRun,
	ITriggerFunctions,
	ITriggerResponse,
	IDataObject,
} from 'n8n-workflow';
import type { JourneyStore } from '../../store/journey-store';
import type { ClaimedMoment } from '../../store/moment-store';
import { MACHINE_CLOCK, type Clock } from '../shared/clock';
import { Misconfiguration } from '../shared/misconfiguration';
import { nodeErrorOf, publishingErrorOf } from '../shared/node-error';
import { openStoreOf, storeCredential } from '../shared/open-journey-store';
import { lookAfterWaits } from '../shared/resuming/start-resumer';
import { isTakenUp } from '../shared/taken-up';
import { beginNowOrLater, type End } from './begin-later';
import { itemOfMoment } from './moment-item';
import { MomentPoller, type Workflow } from './moment-poller';
import { readSettings, type TriggerSettings } from './settings';

/** Starts the trigger in a published workflow, or gives the editor an example. */
export async function bringMoments(
	context: ITriggerFunctions,
	clock: Clock = MACHINE_CLOCK,
): Promise<ITriggerResponse> {
	const isManual = context.getMode() === 'manual';
	try {
		// Read while n8n starts the trigger; only the store is waited for.
		const settings = readSettings(context);
		const credential = await storeCredential(context);
		if (isManual) return example(context, settings, await openStoreOf(credential), clock);
		const begin = async () => await look(context, settings, await openStoreOf(credential), clock);
		if (!isTakenUp(context.getActivationMode())) return { closeFunction: await begin() };
		const warn = (reason: string) =>
			context.logger.warn(`Moments cannot be looked for, which is tried again: ${reason}`, {
				node: context.getNode().name,
			});
		return { closeFunction: await beginNowOrLater(begin, clock, warn) };
	} catch (error) {
		throw (isManual ? nodeErrorOf : publishingErrorOf)(context.getNode(), error);
	}
}

function example(
	context: ITriggerFunctions,
	{ moment: settings }: TriggerSettings,
	store: JourneyStore,
	clock: Clock,
): ITriggerResponse {
	return {
		manualTriggerFunction: async () => {
			const sample = await store.sampleMoment(settings, clock.now());
			const items = sample && (await itemsOf(store, [sample]));
			if (!items) throw nodeErrorOf(context.getNode(), NOTHING_YET);
			context.emit([items]);
		},
	};
}

/** Begins to look for moments; gives what ends it. */
async function look(
	context: ITriggerFunctions,
	{ moment: settings, batchSize }: TriggerSettings,
	store: JourneyStore,
	clock: Clock,
): Promise<End> {
	lookAfterWaits(context, store);
	const subscription = `${context.getWorkflow().id}/${context.getNode().id}`;
	const options = { subscription, settings, batchSize };
	const poller = new MomentPoller(store, workflowOf(context, store), clock, options);
	await poller.start();
	return async () => await poller.stop();
}

const NOTHING_YET = new Misconfiguration(
	'There is no example of this in the journey store yet',
	'Record some touchpoints with Journey Stage first, or publish the workflow and wait for the first one.',
);

function workflowOf(
	context: ITriggerFunctions,
	store: JourneyStore,
): Workflow<INodeExecutionData[]> {
	return {
		prepare: async (moments) => await itemsOf(store, moments),
		run: async (items) => {
			const done = context.helpers.createDeferredPromise<IRun>();
			context.emit([items], undefined, done);
			try {
				// An execution that could not even begin ends without a result.
				const run = (await done.promise) as IRun | undefined;
				// An execution that waits is kept by n8n, which goes on with it whatever happens to this process.
				return run?.status === 'success' || run?.status === 'waiting';
			} catch {
				// Cancelled, or not started at all: n8n says why in the execution or its log.
				return false;
			}
		},
		warn: (message) => context.logger.warn(message, { node: context.getNode().name }),
	};
}

/** Gives one item a moment; moments of customers who were erased meanwhile have none, and null means none at all. */
async function itemsOf(
	store: JourneyStore,
	moments: readonly ClaimedMoment[],
): Promise<INodeExecutionData[] | null> {
	const people = await store.getPeople(moments.flatMap(({ customerId }) => customerId ?? []));
	const items: { json: IDataObject }[] = [];
	for (const moment of moments) {
		const person = people.get(moment.customerId ?? '') ?? null;
		if (person || moment.touchpoint) items.push({ json: itemOfMoment(moment, person) });
	}
	return items.length > 0 ? items : null;
}
