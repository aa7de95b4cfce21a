import type { INode, INodeParameters } from 'n8n-workflow';
import { MOMENT_KINDS, WAIT_OUTCOMES } from '../../journey/moments/moment';
import type { MomentSettings, StallRule } from '../../journey/moments/subscription';
import { choiceOf, numberWithin, objectOf, textOf } from '../shared/fields';
import { Misconfiguration } from '../shared/misconfiguration';
import { ENTERING } from './stage-fields';

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const DEFAULT_BATCH_SIZE = 50;

/** What the fields of the trigger say. */
export interface TriggerSettings {
	readonly moment: MomentSettings;
	/** How many moments go into one execution at most. */
	readonly batchSize: number;
}

/** What a trigger offers that wants its settings. */
export interface SettingsSource {
	getNode(): INode;
	getNodeParameter(name: string, fallback: null): unknown;
}

/** Reads the fields of the trigger that n8n is running, or says which of them is wrong. */
export function readSettings(context: SettingsSource): TriggerSettings {
	const read = (name: string) => context.getNodeParameter(name, null) as INodeParameters[string];
	const { batchSize } = objectOf(read('options'));
	return {
		moment: momentIn(read),
		batchSize: numberWithin(batchSize ?? DEFAULT_BATCH_SIZE, 'Batch Size', 1, 500),
	};
}

function momentIn(read: (name: string) => unknown): MomentSettings {
	const kind = choiceOf(read('triggerOn'), 'Trigger On', MOMENT_KINDS);
	switch (kind) {
		case 'stage_entered':
			return {
				kind,
				journey: journeyIn(read('journey')),
				stages: textsIn(read('stages'), 'Stages'),
				movements: textsIn(read('movements'), 'Movements').map((movement) =>
					choiceOf(movement, 'Movements', ENTERING),
				),
			};
		case 'customer_stalled':
			return {
				kind,
				journey: journeyIn(read('journey')),
				stages: textsIn(read('stages'), 'Stages'),
				threshold: ruleIn(read),
			};
		case 'wait_resolved':
			return {
				kind,
				wait: textOf(read('wait'), 'Wait Name'),
				outcomes: textsIn(read('outcomes'), 'Outcomes').map((outcome) =>
					choiceOf(outcome, 'Outcomes', WAIT_OUTCOMES),
				),
			};
		case 'offer_expiring':
			return { kind, leadMs: timeIn(read('hours'), 'Hours Before the End', 0.1, 720, HOUR_MS) };
		case 'touchpoint_not_applied':
			return {
				kind,
				afterMs: timeIn(read('minutes'), 'Not Recorded After (Minutes)', 1, 10_080, MINUTE_MS),
			};
	}
}

function journeyIn(value: unknown): string {
	const journey = textOf(value, 'Journey');
	if (journey !== '') return journey;
	throw new Misconfiguration("'Journey' is empty", 'Choose the journey to watch.');
}

function ruleIn(read: (name: string) => unknown): StallRule {
	const from = choiceOf(read('threshold'), 'Stalled After', ['learned', 'definition', 'typed']);
	if (from !== 'typed') return { from };
	return { from, ms: timeIn(read('days'), 'Days', 0.01, 3650, DAY_MS) };
}

function textsIn(value: unknown, displayName: string): readonly string[] {
	if (value === null || value === undefined || value === '') return [];
	if (Array.isArray(value)) return value.map((text) => textOf(text, displayName)).sort();
	throw new Misconfiguration(`'${displayName}' must be a list`, 'Choose from the list.');
}

/** Gives a time in whole milliseconds, since that is what the store keeps. */
function timeIn(
	value: unknown,
	displayName: string,
	least: number,
	most: number,
	unitMs: number,
): number {
	return Math.round(numberWithin(value, displayName, least, most) * unitMs);
}
