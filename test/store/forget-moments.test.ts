import { randomUUID } from 'node:crypto';
import type { MomentSettings } from '../../journey/moments/subscription';
import { run, type Database } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { INSERT_MOMENT } from '../../store/moments/moment-rows';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase } from '../support/databases';
import { NOON } from '../support/touchpoint';

const DAY_MS = 24 * 60 * 60 * 1000;
/** More than one piece of them. */
const MANY = 2_300;

const settings = {
	kind: 'wait_resolved',
	wait: '',
	outcomes: [],
} as const satisfies MomentSettings;

/** Writes down moments of a subscription that were told at `settledAt`, or not at all. */
async function tell(database: Database, id: string, settledAt: number | null): Promise<void> {
	await database.write(async (transaction) => {
		await transaction.runMany(
			INSERT_MOMENT,
			Array.from({ length: MANY }, (_, n) => [
				...[id, `subject-${n}`, settings.kind, null, null],
				...[NOON, '{}'],
			]),
		);
		await run(
			transaction,
			"UPDATE moment SET settled_at = ?, outcome = 'fired' WHERE subscription = ?",
			[settledAt, id],
		);
	});
}

/** The same database, which goes away when it has written so many times. */
function goingAway(database: Database, afterWrites: number): Database {
	let writes = 0;
	return {
		dialect: database.dialect,
		read: async (work) => await database.read(work),
		writeAlone: async (work) => await database.writeAlone(work),
		write: async (work) => {
			if (++writes > afterWrites) throw new Error('away');
			return await database.write(work);
		},
		close: async () => await database.close(),
	};
}

onEveryDatabase(({ name, open }) => {
	describe(`forgetting moments on ${name}`, () => {
		let database: Database;
		let store: SqlJourneyStore;
		const total = async () => {
			const { waiting, fired } = await store.countMoments('old');
			return waiting + fired;
		};
		beforeEach(async () => {
			database = await open();
			await migrate(database, NOON);
			store = new SqlJourneyStore(database, randomUUID);
			await store.subscribe({ id: 'old', settings, now: NOON });
		});
		afterEach(async () => await store.close());

		it('takes away all that were told long ago, however many pieces that takes', async () => {
			await tell(database, 'old', NOON);
			await store.subscribe({ id: 'old', settings, now: NOON + 30 * DAY_MS });
			expect(await total()).toBe(MANY);
			await store.subscribe({ id: 'old', settings, now: NOON + 30 * DAY_MS + 1 });
			expect(await total()).toBe(0);
		});

		it('takes away all of a node that is gone, told or not', async () => {
			await tell(database, 'old', null);
			await store.subscribe({ id: 'other', settings, now: NOON + 30 * DAY_MS + 1 });
			expect(await total()).toBe(0);
		});

		it('lets a node that comes back while that is under way begin anew', async () => {
			await tell(database, 'old', null);
			const now = NOON + 31 * DAY_MS;
			const interrupted = new SqlJourneyStore(goingAway(database, 2), randomUUID);
			await expect(interrupted.subscribe({ id: 'other', settings, now })).rejects.toThrow('away');
			expect(await total()).toBe(MANY - 1_000);
			expect(await store.subscribe({ id: 'old', settings, now: now + 1 })).toEqual({
				since: now + 1,
			});
			expect(await total()).toBe(0);
		});
	});
});
