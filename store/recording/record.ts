import type { Touchpoint } from '../../journey/touchpoint';
import { EMPTY_JOURNEY, type JourneyState } from '../../journey/stages/journey-state';
import type { Definitions } from '../definitions';
import type { Dialect, Transaction } from '../database';
import type { Recorded, RecordOptions } from '../journey-store';
import { settleCustomers } from './customers';
import { JourneyWriter, type Folded, type JourneyRow } from './journeys';
import { mergeJourneys } from './merge-journeys';
import { APPLY_TOUCHPOINT, historyEntry, touchpointRow, type HistoryEntry } from './touchpoint-row';

/** A touchpoint older than this on arrival is history: nothing is sent because of it. */
const HISTORY_ONLY_AFTER_MS = 72 * 60 * 60 * 1000;

interface Surroundings {
	readonly transaction: Transaction;
	readonly dialect: Dialect;
	readonly definitions: Definitions;
	readonly newId: () => string;
}

/** One applied touchpoint on its way to its journey. */
interface Assignment {
	readonly touchpoint: Touchpoint;
	readonly customerId: string;
	readonly key: string;
	readonly conflicts: readonly string[];
}

/** Applies a batch of touchpoints in the given transaction; the result is in the order of the input. */
export async function record(
	surroundings: Surroundings,
	touchpoints: readonly Touchpoint[],
	options: RecordOptions,
): Promise<readonly Recorded[]> {
	const { transaction, definitions } = surroundings;
	await definitions.save(transaction, options.definition);
	const facts = await keptFacts(surroundings, touchpoints);
	const applied = await alreadyApplied(surroundings, facts, options.definition.name);
	const results: Recorded[] = [];
	const fresh: { readonly touchpoint: Touchpoint; readonly index: number }[] = [];
	const seen = new Set(applied);
	facts.forEach((touchpoint, index) => {
		const refusal = seen.has(touchpoint.id)
			? 'duplicate'
			: touchpoint.test
				? 'test'
				: touchpoint.identities.length === 0
					? 'no_identity'
					: null;
		seen.add(touchpoint.id);
		if (refusal === null) fresh.push({ touchpoint, index });
		results[index] = notApplied(touchpoint.id, refusal);
	});

	const people = await settleCustomers(
		surroundings.transaction,
		surroundings.dialect,
		fresh.map(({ touchpoint }) => touchpoint),
		surroundings.newId,
	);
	const owners = new Map(
		fresh.map(({ touchpoint }, place) => [touchpoint.id, people.customers[place] ?? null]),
	);
	await transaction.runMany(
		APPLY_TOUCHPOINT,
		[...new Map(facts.map((touchpoint) => [touchpoint.id, touchpoint])).values()].map(
			(touchpoint) => touchpointRow(touchpoint, owners.get(touchpoint.id) ?? null, options.now),
		),
	);
	if (people.merged.size > 0) await mergeJourneys(transaction, definitions, people.merged);

	const assignments = fresh.flatMap(
		({ touchpoint, index }, place): (Assignment & { readonly index: number })[] => {
			const customerId = people.customers[place];
			if (!customerId) return [];
			const key = (options.keyKind && touchpoint.keys[options.keyKind]) || '';
			return [{ touchpoint, customerId, key, conflicts: people.conflicts[place] ?? [], index }];
		},
	);
	const folded = await foldJourneys(surroundings, assignments, options);
	for (const assignment of assignments) {
		const done = folded.get(assignment.touchpoint.id);
		if (done) results[assignment.index] = recorded(assignment, done.journey, done.folded);
	}
	return results;
}

/** Gives each touchpoint as it was first kept: a fact does not change because an item on the canvas did. */
async function keptFacts(
	{ transaction, dialect }: Surroundings,
	touchpoints: readonly Touchpoint[],
): Promise<readonly Touchpoint[]> {
	const rows = await transaction.all(
		`SELECT id, body FROM touchpoint WHERE id IN ${dialect.listOfTexts}`,
		[JSON.stringify(touchpoints.map(({ id }) => id))],
	);
	const kept = new Map(rows.map((row) => [String(row.id), String(row.body)]));
	return touchpoints.map((touchpoint) => {
		const body = kept.get(touchpoint.id);
		return body === undefined ? touchpoint : (JSON.parse(body) as Touchpoint);
	});
}

async function alreadyApplied(
	{ transaction, dialect }: Surroundings,
	touchpoints: readonly Touchpoint[],
	definition: string,
): Promise<ReadonlySet<string>> {
	const rows = await transaction.all(
		`SELECT touchpoint_id FROM journey_touchpoint
			WHERE touchpoint_id IN ${dialect.listOfTexts} AND definition = ?`,
		[JSON.stringify(touchpoints.map(({ id }) => id)), definition],
	);
	return new Set(rows.map((row) => String(row.touchpoint_id)));
}

/** Folds each assignment into its journey and gives what it did, by touchpoint id. */
async function foldJourneys(
	surroundings: Surroundings,
	assignments: readonly Assignment[],
	options: RecordOptions,
): Promise<ReadonlyMap<string, { readonly journey: JourneyRow; readonly folded: Folded }>> {
	const { transaction } = surroundings;
	const groups = new Map<string, { journey: JourneyRow; touchpoints: HistoryEntry[] }>();
	const known = await readJourneys(surroundings, assignments, options);
	for (const { touchpoint, customerId, key } of assignments) {
		const place = JSON.stringify([customerId, key]);
		let group = groups.get(place);
		if (!group) {
			const journey = known.get(place) ?? {
				id: surroundings.newId(),
				customerId,
				definition: options.definition,
				key,
				state: EMPTY_JOURNEY,
			};
			group = { journey, touchpoints: [] };
			groups.set(place, group);
		}
		group.touchpoints.push(historyEntry(touchpoint));
	}
	const writer = new JourneyWriter(options.definition.name);
	const result = new Map<string, { journey: JourneyRow; folded: Folded }>();
	for (const { journey, touchpoints } of groups.values()) {
		for (const [id, folded] of await writer.add(transaction, journey, touchpoints))
			result.set(id, { journey, folded });
	}
	await writer.write(transaction);
	return result;
}

async function readJourneys(
	{ transaction, dialect, definitions }: Surroundings,
	assignments: readonly Assignment[],
	options: RecordOptions,
): Promise<ReadonlyMap<string, JourneyRow>> {
	const journeys = new Map<string, JourneyRow>();
	const customerIds = [...new Set(assignments.map(({ customerId }) => customerId))];
	if (customerIds.length === 0) return journeys;
	const rows = await transaction.all(
		`SELECT id, customer_id, journey_key, version, state FROM journey
			WHERE customer_id IN ${dialect.listOfTexts} AND definition = ?`,
		[JSON.stringify(customerIds), options.definition.name],
	);
	for (const row of rows) {
		const customerId = String(row.customer_id);
		const key = String(row.journey_key);
		const definition =
			Number(row.version) === options.definition.version
				? options.definition
				: await definitions.get(transaction, options.definition.name, Number(row.version));
		journeys.set(JSON.stringify([customerId, key]), {
			id: String(row.id),
			customerId,
			definition: definition ?? options.definition,
			key,
			state: JSON.parse(String(row.state)) as JourneyState,
		});
	}
	return journeys;
}

function notApplied(touchpointId: string, refusal: Recorded['refusal']): Recorded {
	return {
		touchpointId,
		outcome: 'not_applied',
		refusal,
		customerId: null,
		journeyId: null,
		movement: null,
		from: null,
		to: null,
		why: null,
		refused: [],
		late: false,
		conflicts: [],
	};
}

function recorded(
	{ touchpoint, customerId, conflicts }: Assignment,
	journey: JourneyRow,
	{ step, outOfOrder }: Folded,
): Recorded {
	const late = outOfOrder || touchpoint.receivedAt - touchpoint.occurredAt > HISTORY_ONLY_AFTER_MS;
	return {
		touchpointId: touchpoint.id,
		outcome: late ? 'not_applied' : step.movement === 'stayed' ? 'stayed' : 'moved',
		refusal: late ? 'late' : null,
		customerId,
		journeyId: journey.id,
		movement: step.movement,
		from: step.from,
		to: step.to,
		why: step.why,
		refused: step.refused,
		late,
		conflicts,
	};
}
