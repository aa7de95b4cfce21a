import type { IExecuteFunctions } from 'n8n-workflow';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { moveAllJourneys } from '../../nodes/JourneyStage/actions/journey/move-journeys';
import type { JourneyStore } from '../../store/journey-store';

const BATCH = 200;
const definition = { ...BUILT_IN_DEFINITIONS.five_stage, version: 3 };

/** A store with so many journeys of an older version, and one that is there already; it hears of each batch. */
function storeOf(journeys: number, onBatch: (done: number) => void): JourneyStore {
	let left = journeys;
	return {
		getVersionUse: async () => [
			{ version: 2, journeys, active: journeys },
			{ version: 3, journeys: 1, active: 1 },
		],
		moveJourneys: async (_name: string, version: number, atMost: number) => {
			expect(version).toBe(definition.version);
			const moved = Math.min(left, atMost);
			left -= moved;
			onBatch(journeys - left);
			return moved;
		},
	} as unknown as JourneyStore;
}

function contextOf(signal: AbortSignal | undefined, lines: string[] = []): IExecuteFunctions {
	return {
		getExecutionCancelSignal: () => signal,
		logger: { info: (line: string) => lines.push(line) },
	} as unknown as IExecuteFunctions;
}

describe('moving all journeys to a new version', () => {
	test('goes on batch by batch until none is left, and says how far it is', async () => {
		const lines: string[] = [];
		const store = storeOf(2 * BATCH + 50, () => undefined);
		expect(await moveAllJourneys(contextOf(undefined, lines), store, definition)).toBe(450);
		expect(lines).toEqual(
			[200, 400, 450].map((moved) => `Moved ${moved} of 450 journeys to five_stage version 3`),
		);
	});

	test('ends with the batch in which the execution is stopped; what was moved stays moved', async () => {
		const stop = new AbortController();
		const store = storeOf(10 * BATCH, (done) => {
			if (done === 2 * BATCH) stop.abort();
		});
		expect(await moveAllJourneys(contextOf(stop.signal), store, definition)).toBe(2 * BATCH);
	});

	test('moves none in an execution that was stopped before', async () => {
		const store = storeOf(BATCH, () => {
			throw new Error('a batch was moved');
		});
		expect(await moveAllJourneys(contextOf(AbortSignal.abort()), store, definition)).toBe(0);
	});
});
