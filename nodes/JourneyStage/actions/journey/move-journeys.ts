import type { IExecuteFunctions } from 'n8n-workflow';
import type { JourneyDefinition } from '../../../../journey/stages/definition';
import type { JourneyStore } from '../../../../store/journey-store';

/** So many journeys are brought to the new version in one transaction: others need not wait long. */
const BATCH = 200;

/**
 * Brings all journeys of older versions to this one, batch by batch, and gives how many they were. Each batch stands when
 * it is done: a run that is stopped or dies is gone on with by saving the same journey again.
 */
export async function moveAllJourneys(
	context: IExecuteFunctions,
	store: JourneyStore,
	{ name, version }: JourneyDefinition,
): Promise<number> {
	const use = await store.getVersionUse(name);
	const total = use
		.filter((older) => older.version < version)
		.reduce((sum, { journeys }) => sum + journeys, 0);
	let moved = 0;
	for (let batch = BATCH; batch === BATCH && !context.getExecutionCancelSignal()?.aborted;) {
		batch = await store.moveJourneys(name, version, BATCH);
		moved += batch;
		context.logger.info(`Moved ${moved} of ${total} journeys to ${name} version ${version}`);
	}
	return moved;
}
