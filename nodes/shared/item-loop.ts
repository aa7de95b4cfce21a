import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import type { JourneyStore } from '../../store/journey-store';
import { Fields } from './fields';
import { nodeErrorOf } from './node-error';
import { openJourneyStore } from './open-journey-store';

/** One incoming item, as an operation sees it. */
export interface ItemCall {
	readonly context: IExecuteFunctions;
	readonly itemIndex: number;
	readonly item: INodeExecutionData;
	readonly fields: Fields;
}

/** One outgoing item and the output it leaves by; the loop pairs it with the incoming one. */
export interface Outcome {
	readonly output: number;
	readonly json: IDataObject;
	readonly binary?: IBinaryKeyData;
}

/** Where items leave: how many outputs there are, and which one takes failed items when the node continues on fail. */
export interface Outputs {
	readonly count: number;
	readonly failed: number;
}

/** Handles all the items of a node and gives what leaves by each output. */
export type Executor = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** Gives the executor of an operation that handles each item by itself. */
export function forEachItem(
	outputs: Outputs,
	execute: (call: ItemCall, store: JourneyStore) => Promise<readonly Outcome[]>,
): Executor {
	return async (context) => {
		const results = new Results(context, outputs);
		const store = storeOnce(context);
		for (const call of callsOf(context)) {
			await results.attempt([call.itemIndex], async () => [await execute(call, await store())]);
		}
		return results.byOutput;
	};
}

/**
 * Gives the executor of an operation that handles all items at once: each item is read by itself, so that a wrong one
 * takes no other with it, and the good ones are executed together. `execute` gives the outcomes in their order.
 */
export function forAllItems<Input>(
	outputs: Outputs,
	read: (call: ItemCall, store: JourneyStore) => Input | Promise<Input>,
	execute: (
		inputs: readonly Input[],
		store: JourneyStore,
	) => Promise<readonly (readonly Outcome[])[]>,
): Executor {
	return async (context) => {
		const results = new Results(context, outputs);
		const store = storeOnce(context);
		const good: number[] = [];
		const inputs: Input[] = [];
		for (const call of callsOf(context)) {
			await results.attempt([call.itemIndex], async () => {
				inputs.push(await read(call, await store()));
				good.push(call.itemIndex);
				return [[]];
			});
		}
		if (inputs.length > 0) {
			await results.attempt(good, async () => await execute(inputs, await store()));
		}
		return results.byOutput;
	};
}

function callsOf(context: IExecuteFunctions): readonly ItemCall[] {
	return context.getInputData().map((item, itemIndex) => ({
		context,
		itemIndex,
		item,
		fields: new Fields(context, itemIndex),
	}));
}

/** The store is opened when the first item needs it, so that failing to open it is a failure of that item. */
function storeOnce(context: IExecuteFunctions): () => Promise<JourneyStore> {
	let opening: Promise<JourneyStore> | undefined;
	return async () => await (opening ??= openJourneyStore(context));
}

class Results {
	readonly byOutput: INodeExecutionData[][];
	readonly #context: IExecuteFunctions;
	readonly #outputs: Outputs;

	constructor(context: IExecuteFunctions, outputs: Outputs) {
		this.#context = context;
		this.#outputs = outputs;
		this.byOutput = Array.from({ length: outputs.count }, () => []);
	}

	/** Adds what `work` gives for these items; if it fails, adds the error to each or stops the node with it. */
	async attempt(
		itemIndexes: readonly number[],
		work: () => Promise<readonly (readonly Outcome[])[]>,
	): Promise<void> {
		try {
			const outcomes = await work();
			outcomes.forEach((ofItem, place) => {
				for (const outcome of ofItem) this.#add(outcome, itemIndexes[place] ?? 0);
			});
		} catch (error) {
			const failure = nodeErrorOf(this.#context.getNode(), error, itemIndexes[0]);
			if (!this.#context.continueOnFail()) throw failure;
			const json = { error: failure.message };
			for (const item of itemIndexes) this.#add({ output: this.#outputs.failed, json }, item);
		}
	}

	#add({ output, json, binary }: Outcome, item: number): void {
		this.byOutput[output]?.push({ json, ...(binary && { binary }), pairedItem: { item } });
	}
}
