import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database, SqlValue } from '../../store/database';
import type { FindRequest, Found } from '../../store/moment-store';
import { migrate } from '../../store/migrations/migrate';
import { INSERT_MOMENT } from '../../store/moments/moment-rows';
import { findMoments } from '../../store/moments/find';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import { NOON } from '../support/touchpoint';

const TRIGGER = 'workflow/node';
const DAY_MS = 24 * 60 * 60 * 1000;
const TOLD = 12_000;

const request: FindRequest = {
	subscription: TRIGGER,
	settings: {
		kind: 'customer_stalled',
		journey: 'five_stage',
		stages: ['consideration'],
		threshold: { from: 'typed', ms: DAY_MS },
	},
	thresholds: [
		{
			stage: 'consideration',
			segment: null,
			exceptSegments: [],
			ms: DAY_MS,
			from: 'typed',
			basis: null,
		},
	],
	after: 0,
	now: NOON + 2 * DAY_MS,
	limit: 500,
};

let folder: string;
let database: Database;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'customer-journey-'));
	database = openSqlite(join(folder, 'journeys.sqlite'));
	await migrate(database, NOON);
});

afterEach(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

/** Writes down stays in consideration, one customer each, by when they began. */
async function stay(names: readonly string[], enteredAt: (place: number) => number): Promise<void> {
	await database.write(async (transaction) => {
		await transaction.runMany(
			"INSERT INTO customer (id, first_seen, profile) VALUES (?, 0, '{}')",
			names.map((name) => [name]),
		);
		await transaction.runMany(
			`INSERT INTO journey (id, customer_id, definition, journey_key, version, stage, status, state)
				VALUES (?, ?, 'five_stage', '', 1, 'consideration', 'active', '{}')`,
			names.map((name) => [name, name]),
		);
		await transaction.runMany(
			`INSERT INTO visit (journey_id, number, stage, segment, movement, entered_at, entered_by)
				VALUES (?, 1, 'consideration', 'standard', 'moved', ?, ?)`,
			names.map((name, place) => [name, enteredAt(place), name]),
		);
	});
}

async function tell(names: readonly string[]): Promise<void> {
	await database.write(
		async (transaction) =>
			await transaction.runMany(
				INSERT_MOMENT,
				names.map((name): SqlValue[] => [
					TRIGGER,
					`five_stage/${name}`,
					'customer_stalled',
					name,
					name,
					0,
					'{}',
				]),
			),
	);
}

/** Gives what was looked for, and how often anybody else could have done something meanwhile. */
async function withTurns(looking: Promise<Found>): Promise<{ found: Found; turns: number }> {
	let turns = 0;
	let isDone = false;
	const turn = (): void => {
		if (isDone) return;
		turns += 1;
		setImmediate(turn);
	};
	setImmediate(turn);
	const found = await looking;
	isDone = true;
	return { found, turns };
}

const told = Array.from({ length: TOLD }, (_, n) => `told-${n}`);

describe('looking for stalls among many that were told', () => {
	it('finds the one that was not, wherever it stands, and lets others have their turn', async () => {
		await stay(told, (place) => NOON + place);
		await tell(told);
		const places = [-1, 4_999, 5_000, 10_000, TOLD];
		for (const place of places) {
			await stay([`new-${place}`], () => NOON + place);
			const { found, turns } = await withTurns(findMoments(database, request));
			expect(found).toEqual({ count: 1, lastDueAt: NOON + place + DAY_MS });
			expect(turns).toBeGreaterThanOrEqual(2);
			expect(await findMoments(database, request)).toEqual({ count: 0, lastDueAt: null });
		}
	});

	it('finds every one of many that began at the same moment', async () => {
		await stay(told, () => NOON);
		await tell(told);
		const fresh = Array.from({ length: 400 }, (_, n) => `new-${n}`);
		await stay(fresh, () => NOON);
		expect(await findMoments(database, request)).toMatchObject({ count: 400 });
	});

	it('gives the oldest first over all that it looks through, and no more than asked for', async () => {
		await stay(told, (place) => NOON + place);
		await tell(told.filter((_, place) => place % 100 !== 0));
		const firstTen = await findMoments(database, { ...request, limit: 10 });
		expect(firstTen).toEqual({ count: 10, lastDueAt: NOON + 900 + DAY_MS });
		const rest = await findMoments(database, request);
		expect(rest).toEqual({ count: 110, lastDueAt: NOON + 11_900 + DAY_MS });
	});
});
