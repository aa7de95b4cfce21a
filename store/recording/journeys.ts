import { foldHistory, step, type Step } from '../../journey/stages/fold';
import type { JourneyDefinition } from '../../journey/stages/definition';
import { indexOf } from '../../journey/stages/definition-index';
import { compareFoldKeys } from '../../journey/stages/fold-order';
import { EMPTY_JOURNEY, type JourneyState } from '../../journey/stages/journey-state';
import { MOVED_BY_HAND } from '../../journey/stages/moved-by-hand';
import { isComplete } from '../../journey/stages/segment-tally';
import { visitChange, visitsOf, type Visit } from '../../journey/stages/visits';
import type { SqlValue, Transaction } from '../database';
import { noteStays, type OpenStay } from '../moments/look-again';
import { readLimits, withLimits } from '../value/limits-in-force';
import { ExperienceFigures, type Stamp } from './experience-figures';
import { historyEntryFromRow, type HistoryEntry } from './touchpoint-row';

/** One journey as the store keeps it. */
export interface JourneyRow {
	readonly id: string;
	/** Who owns it: a customer, or an account (see `accountOwner`). */
	readonly customerId: string;
	readonly definition: JourneyDefinition;
	readonly key: string;
	readonly state: JourneyState;
}

/** What was done with one added touchpoint. */
export interface Folded {
	readonly step: Step;
	/** The journey had already gone on past it. */
	readonly outOfOrder: boolean;
}

const UPSERT_VISIT = `INSERT INTO visit
	(journey_id, number, stage, segment, movement, entered_at, entered_by, left_at, left_by, left_to)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const CLOSE_VISIT =
	'UPDATE visit SET left_at = ?, left_by = ?, left_to = ? WHERE journey_id = ? AND number = ?';

const INSERT_APPLICATION = `INSERT INTO journey_touchpoint
	(touchpoint_id, definition, journey_id, stage, segment, movement, late, occurred_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

const UPDATE_APPLICATION = `UPDATE journey_touchpoint SET journey_id = ?, stage = ?, segment = ?, movement = ?
	WHERE touchpoint_id = ? AND definition = ?`;

/**
 * What a machine or a hand did shows only in the body, which the fold of a definition without conditions need not read
 * otherwise; the text that is searched for stands in every such body, and in few others.
 */
const WHOLE_OF_FEW = `CASE WHEN t.type = '${MOVED_BY_HAND}' OR t.body LIKE '%"machine":true%' THEN t.body END`;

/** Collects what a batch changes in its journeys, so that each table is written once. */
export class JourneyWriter {
	readonly #definition: string;
	readonly #figures: ExperienceFigures;
	readonly #journeys: SqlValue[][] = [];
	readonly #opened: SqlValue[][] = [];
	readonly #closed: SqlValue[][] = [];
	readonly #added: SqlValue[][] = [];
	readonly #updated: SqlValue[][] = [];
	readonly #refolded: SqlValue[][] = [];

	constructor(definition: string) {
		this.#definition = definition;
		this.#figures = new ExperienceFigures(definition);
	}

	/**
	 * Folds touchpoints into a journey and gives what each did, by its id. Where all come after what the journey
	 * knows, history is not read; else the whole history is folded anew and every changed stamp corrected.
	 */
	async add(
		transaction: Transaction,
		journey: JourneyRow,
		touchpoints: readonly HistoryEntry[],
	): Promise<ReadonlyMap<string, Folded>> {
		const ordered = [...touchpoints].sort(compareFoldKeys);
		const { last, tally } = journey.state;
		const first = ordered[0];
		const isLate = first && last && compareFoldKeys(first, last) < 0;
		if (isLate || (tally && !isComplete(tally))) return this.refold(transaction, journey, ordered);
		return this.#append(journey, ordered);
	}

	#append(journey: JourneyRow, ordered: readonly HistoryEntry[]): ReadonlyMap<string, Folded> {
		const folded = new Map<string, Folded>();
		const opened = new Map<number, Visit>();
		let { state } = journey;
		for (const touchpoint of ordered) {
			const taken = step(journey.definition, state, touchpoint);
			state = taken.state;
			folded.set(touchpoint.id, { step: taken, outOfOrder: false });
			this.#stamp(journey, touchpoint, taken, false);
			const change = visitChange(touchpoint, taken);
			if (change.closed) {
				const own = opened.get(change.closed.number);
				if (own) opened.set(own.number, { ...own, ...change.closed });
				else {
					const { leftAt, leftBy, leftTo, number } = change.closed;
					this.#closed.push([leftAt, leftBy, leftTo, journey.id, number]);
				}
			}
			if (change.opened) opened.set(change.opened.number, change.opened);
		}
		this.#opened.push(...[...opened.values()].map((visit) => visitRow(journey.id, visit)));
		this.#keep(journey, state);
		return folded;
	}

	/** Folds the whole history of a journey with the added touchpoints (none, after a merge), and corrects what changed. */
	async refold(
		transaction: Transaction,
		journey: JourneyRow,
		added: readonly HistoryEntry[],
	): Promise<ReadonlyMap<string, Folded>> {
		const rows = await transaction.all(
			`SELECT t.id, t.type, t.occurred_at, t.sequence, t.segment, t.metric, t.score, t.channel, t.test,
				${indexOf(journey.definition).asksWhole ? 't.body' : WHOLE_OF_FEW} AS body, j.stage AS stamped_stage, j.segment AS stamped_segment, j.movement
				FROM journey_touchpoint j JOIN touchpoint t ON t.id = j.touchpoint_id WHERE j.journey_id = ?`,
			[journey.id],
		);
		const history = new Map(rows.map((row) => [String(row.id), historyEntryFromRow(row)]));
		const stamps = new Map(
			rows.map((row) => [
				String(row.id),
				{
					stage: row.stamped_stage === null ? null : String(row.stamped_stage),
					segment: String(row.stamped_segment),
					movement: String(row.movement),
				},
			]),
		);
		const additions = new Map(added.map((touchpoint) => [touchpoint.id, touchpoint]));
		const folding = {
			definition: journey.definition,
			touchpoints: [...history.values(), ...added],
		};
		const limits = await readLimits(transaction, [folding]);
		const folded = foldHistory(journey.definition, withLimits(folding, limits));
		const result = new Map<string, Folded>();
		for (const { touchpoint, step: taken } of folded) {
			const addition = additions.get(touchpoint.id);
			const stamp = stampOf(taken);
			if (addition) {
				const outOfOrder =
					journey.state.last !== null && compareFoldKeys(addition, journey.state.last) < 0;
				result.set(addition.id, { step: taken, outOfOrder });
				this.#stamp(journey, addition, taken, outOfOrder);
				continue;
			}
			const known = history.get(touchpoint.id);
			const old = stamps.get(touchpoint.id);
			if (!known || !old) continue;
			if (
				old.stage !== stamp.stage ||
				old.segment !== stamp.segment ||
				old.movement !== taken.movement
			) {
				this.#figures.count(known, old, -1);
				this.#figures.count(known, stamp, 1);
				this.#updated.push([
					journey.id,
					stamp.stage,
					stamp.segment,
					taken.movement,
					known.id,
					this.#definition,
				]);
			}
		}
		this.#refolded.push([journey.id]);
		this.#opened.push(...visitsOf(folded).map((visit) => visitRow(journey.id, visit)));
		this.#keep(journey, folded.at(-1)?.step.state ?? EMPTY_JOURNEY);
		return result;
	}

	#stamp(journey: JourneyRow, touchpoint: HistoryEntry, taken: Step, outOfOrder: boolean): void {
		const stamp = stampOf(taken);
		this.#figures.count(touchpoint, stamp, 1);
		this.#added.push([
			touchpoint.id,
			this.#definition,
			journey.id,
			stamp.stage,
			stamp.segment,
			taken.movement,
			outOfOrder ? 1 : 0,
			touchpoint.occurredAt,
		]);
	}

	#keep({ id, customerId, definition, key }: JourneyRow, state: JourneyState): void {
		this.#journeys.push([
			id,
			customerId,
			definition.name,
			key,
			definition.version,
			state.stage,
			state.status,
			JSON.stringify(state),
		]);
	}

	/** Writes what was collected. Given `now`, epoch milliseconds, stays that have just begun cost nothing more. */
	async write(transaction: Transaction, now = Infinity): Promise<void> {
		await transaction.runMany(
			`INSERT INTO journey (id, customer_id, definition, journey_key, version, stage, status, state)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (id) DO UPDATE SET
					stage = excluded.stage, status = excluded.status, state = excluded.state`,
			this.#journeys,
		);
		await transaction.runMany('DELETE FROM visit WHERE journey_id = ?', this.#refolded);
		await transaction.runMany(CLOSE_VISIT, this.#closed);
		await transaction.runMany(UPSERT_VISIT, this.#opened);
		await noteStays(transaction, this.#opened.flatMap(openStay), now);
		await transaction.runMany(INSERT_APPLICATION, this.#added);
		await transaction.runMany(UPDATE_APPLICATION, this.#updated);
		await this.#figures.write(transaction);
	}
}

/** Where a touchpoint counts: in the stage it led to, or the one it ended. */
function stampOf({ state, to, from }: Step): Stamp {
	return { stage: to ?? from, segment: state.segment };
}

function visitRow(journeyId: string, visit: Visit): SqlValue[] {
	return [
		journeyId,
		visit.number,
		visit.stage,
		visit.segment,
		visit.movement,
		visit.enteredAt,
		visit.enteredBy,
		visit.leftAt,
		visit.leftBy,
		visit.leftTo,
	];
}

/** Gives the stay that a row of visits holds, where it goes on. */
function openStay([, , stage, , , enteredAt, , leftAt]: readonly SqlValue[]): readonly OpenStay[] {
	return leftAt === null ? [{ stage: String(stage), enteredAt: Number(enteredAt) }] : [];
}
