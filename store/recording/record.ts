import { isHistoryOnly } from '../../journey/history-only';
import { accountOf, accountOwner } from '../../journey/context/account';
import { orderFactOf } from '../../journey/segments/order-fact';
import type { IdentityConflict } from '../../journey/identity-resolution';
import type { Touchpoint } from '../../journey/touchpoint';
import { EMPTY_JOURNEY, type JourneyState } from '../../journey/stages/journey-state';
import type { Definitions } from '../definitions';
import { erasedAmong } from '../customers/erased-touchpoints';
import type { Dialect, Transaction } from '../database';
import type { Recorded, RecordOptions } from '../journey-store';
import { raiseMoments, type RaisedMoment } from '../moments/raise';
import { stageEntered } from '../moments/stage-entered';
import { resolveWaits } from '../waits/resolve';
import { readLimits, withLimits } from '../value/limits-in-force';
import { addOrderFacts } from '../value/orders';
import { keepAccounts } from './accounts';
import { settleCustomers } from './customers';
import { JourneyWriter, type Folded, type JourneyRow } from './journeys';
import { mergeJourneys } from './merge-journeys';
import { APPLY_TOUCHPOINT, historyEntry, touchpointRow, type HistoryEntry } from './touchpoint-row';

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
	/** Whose journey it goes into: the customer, or an account that the customer belongs to. */
	readonly owner: string;
	readonly key: string;
	readonly conflicts: readonly IdentityConflict[];
}

/** Applies a batch of touchpoints in the given transaction; the result is in the order of the input. */
export async function record(
	surroundings: Surroundings,
	touchpoints: readonly Touchpoint[],
	options: RecordOptions,
): Promise<readonly Recorded[]> {
	const { transaction, definitions } = surroundings;
	await definitions.save(transaction, options.definition);
	const { facts, counted, customers } = await keptFacts(surroundings, touchpoints);
	const applied = await alreadyApplied(surroundings, counted, options.definition.name);
	const erased = await erasedAmong(
		transaction,
		surroundings.dialect,
		facts.map(({ id }) => id),
	);
	const results: Recorded[] = [];
	const fresh: { readonly touchpoint: Touchpoint; readonly index: number }[] = [];
	const seen = new Set(applied);
	facts.forEach((touchpoint, index) => {
		const refusal = erased.has(touchpoint.id)
			? 'erased'
			: seen.has(touchpoint.id)
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
	const keepable = facts.filter(({ id }) => !erased.has(id));

	const people = await settleCustomers(
		{ ...surroundings, now: options.now },
		fresh.map(({ touchpoint }) => touchpoint),
		customers,
	);
	const owners = new Map(
		fresh.map(({ touchpoint }, place) => [touchpoint.id, people.customers[place] ?? null]),
	);
	await transaction.runMany(
		APPLY_TOUCHPOINT,
		[...new Map(keepable.map((touchpoint) => [touchpoint.id, touchpoint])).values()].map(
			(touchpoint) => touchpointRow(touchpoint, owners.get(touchpoint.id) ?? null, options.now),
		),
	);
	await mergeJourneys(surroundings, people.merged);

	const { keyKind } = options.definition;
	const assignments = fresh.flatMap(
		({ touchpoint, index }, place): (Assignment & { readonly index: number })[] => {
			const customerId = people.customers[place];
			const conflicts = people.conflicts[place] ?? [];
			if (!customerId) {
				results[index] = { ...notApplied(touchpoint.id, 'no_identity'), conflicts };
				return [];
			}
			const key = (keyKind && touchpoint.keys[keyKind]) || '';
			const account = keyKind === 'account' ? accountOf(touchpoint) : null;
			const owner = account === null ? customerId : accountOwner(account);
			return [{ touchpoint, customerId, owner, key, conflicts, index }];
		},
	);
	await keepAccounts(transaction, assignments);
	await addOrderFacts(
		transaction,
		assignments.flatMap(({ touchpoint, customerId }) => {
			const fact = counted.has(touchpoint.id) ? null : orderFactOf(touchpoint);
			return fact ? [{ customerId, fact }] : [];
		}),
	);
	const folded = await foldJourneys(surroundings, assignments, options);
	const endedWaits = await resolveWaits(
		transaction,
		surroundings.dialect,
		{
			applied: assignments,
			ends: assignments.flatMap(({ touchpoint: { id: touchpointId }, owner, key }) => {
				const movement = folded.get(touchpointId)?.folded.step.movement;
				if (movement !== 'completed' && movement !== 'exited') return [];
				return [{ touchpointId, definition: options.definition.name, owner, key, movement }];
			}),
			survivors: people.survivors,
		},
		options.now,
	);
	const moments: RaisedMoment[] = [];
	for (const assignment of assignments) {
		const done = folded.get(assignment.touchpoint.id);
		if (!done) continue;
		const result = recorded(
			assignment,
			done.journey,
			done.folded,
			endedWaits.get(assignment.touchpoint.id) ?? [],
		);
		results[assignment.index] = result;
		const { touchpoint } = assignment;
		const journey = { ...done.journey, customerId: assignment.customerId };
		const moment = stageEntered(touchpoint, journey, done.folded.step, options.now);
		if (moment && !result.late) moments.push(moment);
	}
	await raiseMoments(transaction, moments);
	return results;
}

/**
 * Gives each touchpoint as it was first kept: a fact does not change because an item on the canvas did. `counted` are
 * those applied before, in another journey definition: what a customer is worth has them already. `customers` says whose
 * they are.
 */
async function keptFacts(
	{ transaction, dialect }: Surroundings,
	touchpoints: readonly Touchpoint[],
): Promise<{
	readonly facts: readonly Touchpoint[];
	readonly counted: ReadonlySet<string>;
	readonly customers: ReadonlyMap<string, string>;
}> {
	const rows = await transaction.all(
		`SELECT id, body, applied_at, customer_id FROM touchpoint WHERE id IN ${dialect.listOfTexts}`,
		[JSON.stringify(touchpoints.map(({ id }) => id))],
	);
	const kept = new Map(rows.map((row) => [String(row.id), String(row.body)]));
	const facts = touchpoints.map((touchpoint) => {
		const body = kept.get(touchpoint.id);
		return body === undefined ? touchpoint : (JSON.parse(body) as Touchpoint);
	});
	const applied = rows.filter((row) => row.applied_at !== null);
	const owned = applied.filter((row) => row.customer_id !== null);
	return {
		facts,
		counted: new Set(applied.map((row) => String(row.id))),
		customers: new Map(owned.map((row) => [String(row.id), String(row.customer_id)])),
	};
}

/** Gives those of the touchpoints applied before, in whatever definition, that were applied in this one. */
async function alreadyApplied(
	{ transaction, dialect }: Surroundings,
	counted: ReadonlySet<string>,
	definition: string,
): Promise<ReadonlySet<string>> {
	if (counted.size === 0) return new Set();
	const rows = await transaction.all(
		`SELECT touchpoint_id FROM journey_touchpoint
			WHERE touchpoint_id IN ${dialect.listOfTexts} AND definition = ?`,
		[JSON.stringify([...counted]), definition],
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
	for (const { touchpoint, owner, key } of assignments) {
		const place = JSON.stringify([owner, key]);
		let group = groups.get(place);
		if (!group) {
			const journey = known.get(place) ?? {
				id: surroundings.newId(),
				customerId: owner,
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
	const foldings = [...groups.values()].map(({ journey, touchpoints }) => ({
		journey,
		definition: journey.definition,
		touchpoints,
	}));
	const limits = await readLimits(transaction, foldings);
	for (const { journey, ...folding } of foldings) {
		const touchpoints = withLimits(folding, limits);
		for (const [id, folded] of await writer.add(transaction, journey, touchpoints))
			result.set(id, { journey, folded });
	}
	await writer.write(transaction, options.now);
	return result;
}

async function readJourneys(
	{ transaction, dialect, definitions }: Surroundings,
	assignments: readonly Assignment[],
	options: RecordOptions,
): Promise<ReadonlyMap<string, JourneyRow>> {
	const journeys = new Map<string, JourneyRow>();
	const owners = [...new Set(assignments.map(({ owner }) => owner))];
	if (owners.length === 0) return journeys;
	const rows = await transaction.all(
		`SELECT id, customer_id, journey_key, version, state FROM journey
			WHERE customer_id IN ${dialect.listOfTexts} AND definition = ?`,
		[JSON.stringify(owners), options.definition.name],
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
		journeyVersion: null,
		movement: null,
		from: null,
		to: null,
		why: null,
		refused: [],
		late: false,
		conflicts: [],
		endedWaits: [],
	};
}

function recorded(
	{ touchpoint, customerId, conflicts }: Assignment,
	journey: JourneyRow,
	{ step, outOfOrder }: Folded,
	endedWaits: readonly string[],
): Recorded {
	const late = outOfOrder || isHistoryOnly(touchpoint);
	return {
		touchpointId: touchpoint.id,
		outcome: late ? 'not_applied' : step.movement === 'stayed' ? 'stayed' : 'moved',
		refusal: late ? 'late' : null,
		customerId,
		journeyId: journey.id,
		journeyVersion: journey.definition.version,
		movement: step.movement,
		from: step.from,
		to: step.to,
		why: step.why,
		refused: step.refused,
		late,
		conflicts,
		endedWaits,
	};
}
