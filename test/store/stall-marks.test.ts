import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { StallThreshold } from '../../journey/moments/stall-threshold';
import type { MomentSettings } from '../../journey/moments/subscription';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { run, type Database, type SqlValue } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase, runsOn } from '../support/databases';
import { email, MINUTE_MS, NOON, touchpoint } from '../support/touchpoint';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TRIGGER = 'marks';
const PLAIN = 'looks at all';

const settings = {
	kind: 'customer_stalled',
	journey: 'five_stage',
	stages: [],
	threshold: { from: 'learned' },
} as const satisfies MomentSettings;

const options = (now: number) => ({ definition: BUILT_IN_DEFINITIONS.five_stage, now });

const threshold = (
	stage: string,
	days: number,
	facts: Partial<StallThreshold> = {},
): StallThreshold => ({
	...{ stage, segment: null, exceptSegments: [], ms: days * DAY_MS },
	...{ from: 'learned', basis: null, ...facts },
});

/** Something that happens between two looks. */
type Event =
	| {
			readonly is: 'touchpoint';
			readonly people: readonly string[];
			readonly type: string;
			readonly hoursAgo: number;
			readonly segment: string | undefined;
	  }
	| { readonly is: 'hours'; readonly count: number }
	| { readonly is: 'look'; readonly whole: boolean }
	| { readonly is: 'learned'; readonly days: number; readonly goldDays: number | null };

const person = fc.constantFrom('a', 'b', 'c', 'd');

const event: fc.Arbitrary<Event> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			is: fc.constant('touchpoint' as const),
			people: fc.uniqueArray(person, { minLength: 1, maxLength: 2 }),
			type: fc.constantFrom('page_viewed', 'product_viewed', 'order_completed', 'review_posted'),
			hoursAgo: fc.constantFrom(0, 0, 1, 5, 30, 80, 200),
			segment: fc.constantFrom(undefined, 'gold', 'silver'),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.constantFrom(1, 2, 24, 72).map((count) => ({ is: 'hours' as const, count })),
	},
	{ weight: 5, arbitrary: fc.boolean().map((whole) => ({ is: 'look' as const, whole })) },
	{
		weight: 1,
		arbitrary: fc.record({
			is: fc.constant('learned' as const),
			days: fc.constantFrom(1, 2, 5),
			goldDays: fc.constantFrom(null, 1, 4),
		}),
	},
);

function thresholdsOf(days: number, goldDays: number | null): readonly StallThreshold[] {
	return ['awareness', 'consideration', 'purchase'].flatMap((stage) => {
		const others = threshold(stage, days, { exceptSegments: goldDays === null ? [] : ['gold'] });
		return goldDays === null ? [others] : [others, threshold(stage, goldDays, { segment: 'gold' })];
	});
}

async function subjects(database: Database, subscription: string): Promise<readonly unknown[]> {
	const rows = await database.read(
		async (transaction) =>
			await transaction.all(
				'SELECT subject, customer_id FROM moment WHERE subscription = ? ORDER BY subject',
				[subscription],
			),
	);
	return rows.map(({ subject, customer_id: id }) => [subject, id]);
}

/** Lives one life in a store in which one trigger goes by its marks, and another has never looked before. */
async function live(database: Database, events: readonly Event[]): Promise<void> {
	const store = new SqlJourneyStore(database, randomUUID);
	const own = randomUUID();
	const [marking, plain] = [`${TRIGGER} ${own}`, `${PLAIN} ${own}`];
	const journey = `five_stage_${own.replaceAll('-', '_')}`;
	const definition = { ...BUILT_IN_DEFINITIONS.five_stage, name: journey };
	let now = NOON;
	let thresholds = thresholdsOf(2, null);
	for (const id of [marking, plain]) {
		await store.subscribe({ id, settings: { ...settings, journey }, now });
	}
	const look = async (id: string, after: number): Promise<void> => {
		const request = { subscription: id, settings: { ...settings, journey }, thresholds };
		await store.findMoments({ ...request, after, now, limit: 100 });
	};
	const lookBoth = async (): Promise<void> => {
		await database.write(async (transaction) => {
			const parameters: SqlValue[] = [plain];
			const sql = 'UPDATE moment_subscription SET looked = NULL, looked_until = NULL WHERE id = ?';
			await run(transaction, sql, parameters);
			await run(transaction, 'DELETE FROM look_again WHERE subscription = ?', parameters);
		});
		await look(plain, NOON);
		await look(marking, NOON);
		expect(await subjects(database, marking)).toEqual(await subjects(database, plain));
	};
	for (const [n, happening] of events.entries()) {
		if (happening.is === 'hours') now += happening.count * HOUR_MS;
		else if (happening.is === 'learned')
			thresholds = thresholdsOf(happening.days, happening.goldDays);
		else if (happening.is === 'look' && happening.whole) await lookBoth();
		else if (happening.is === 'look') await look(marking, Math.max(NOON, now - HOUR_MS));
		else {
			const { people, type, hoursAgo, segment } = happening;
			const facts = {
				type,
				occurredAt: now - hoursAgo * HOUR_MS,
				receivedAt: now,
				identities: people.map((name) => email(`${name}-${own}@example.com`)),
				attributes: segment === undefined ? {} : { segment },
			};
			await store.record([touchpoint(`${own}-${n}`, facts)], { definition, now });
		}
	}
	await lookBoth();
}

onEveryDatabase(({ name, open }) => {
	describe(`looking for stalls again on ${name}`, () => {
		let database: Database;
		beforeEach(async () => {
			database = await open();
			await migrate(database, NOON);
		});
		afterEach(async () => await database.close());

		it('finds what a look at all stays finds, whatever was written meanwhile', async () => {
			await fc.assert(
				fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
					await live(database, events);
				}),
				{ numRuns: name === 'SQLite' ? 300 : runsOn(name, 30) },
			);
		}, 240_000);

		it('reads none of those again that it has looked at, and those that were written since', async () => {
			const store = new SqlJourneyStore(database, randomUUID);
			await store.subscribe({ id: TRIGGER, settings, now: NOON });
			const people = (prefix: string, count: number, occurredAt: number) =>
				Array.from({ length: count }, (_, n) =>
					touchpoint(`${prefix}-${n}`, {
						identities: [email(`${prefix}-${n}@example.com`)],
						occurredAt,
						receivedAt: occurredAt,
					}),
				);
			await store.record(people('first', 30, NOON), options(NOON));
			const looking = async (now: number) => {
				const { count } = await store.findMoments({
					...{ subscription: TRIGGER, settings, thresholds: [threshold('consideration', 1)] },
					...{ after: NOON, now, limit: 100 },
				});
				return count;
			};
			const later = NOON + 2 * DAY_MS;
			expect(await looking(later)).toBe(30);
			expect(await looking(later + HOUR_MS)).toBe(0);
			// Gone from the moments, they would be told again by whoever looks at them again.
			await database.write(async (transaction) => await run(transaction, 'DELETE FROM moment', []));
			expect(await looking(later + 2 * HOUR_MS)).toBe(0);
			await store.record(people('late', 3, NOON + 1), options(later + 2 * HOUR_MS));
			expect(await looking(later + 3 * HOUR_MS)).toBe(3);
			expect(await looking(later + 4 * HOUR_MS)).toBe(0);
		});

		it('finds a stay written later that begins at the very time up to which all were looked at', async () => {
			const store = new SqlJourneyStore(database, randomUUID);
			await store.subscribe({ id: TRIGGER, settings, now: NOON });
			const looking = async (now: number, ms: number) => {
				const thresholds = [threshold('consideration', 1, { ms })];
				const request = { subscription: TRIGGER, settings, thresholds };
				return (await store.findMoments({ ...request, after: NOON, now, limit: 100 })).count;
			};
			const mark = NOON + DAY_MS;
			const later = mark + DAY_MS + HOUR_MS;
			expect(await looking(mark + DAY_MS, DAY_MS)).toBe(0);
			// The threshold has grown by as much as time has gone on, so that nothing later is marked.
			expect(await looking(later, DAY_MS + HOUR_MS)).toBe(0);
			const stay = touchpoint('late', { occurredAt: mark, receivedAt: later });
			await store.record([stay], options(later));
			expect(await looking(later + HOUR_MS, DAY_MS + HOUR_MS)).toBe(1);
		});

		it('finds all in the end where there are more than it is asked for at once', async () => {
			const store = new SqlJourneyStore(database, randomUUID);
			await store.subscribe({ id: TRIGGER, settings, now: NOON });
			const people = [1, 2, 3, 4, 5].map((n) =>
				touchpoint(`many-${n}`, { identities: [email(`many-${n}@example.com`)] }),
			);
			await store.record(people, options(NOON));
			const counts: number[] = [];
			for (let hour = 1; hour <= 4; hour++) {
				const now = NOON + DAY_MS + hour * HOUR_MS;
				const thresholds = [threshold('consideration', 1)];
				const request = { subscription: TRIGGER, settings, thresholds, after: NOON - 1 };
				counts.push((await store.findMoments({ ...request, now, limit: 2 })).count);
			}
			expect(counts).toEqual([2, 2, 1, 0]);
		});

		it('finds a stay that lies between what was looked at before and after the time became longer', async () => {
			const store = new SqlJourneyStore(database, randomUUID);
			await store.subscribe({ id: TRIGGER, settings, now: NOON });
			const enteredAt = NOON - 30 * HOUR_MS;
			await store.record([touchpoint('there', { occurredAt: enteredAt })], options(NOON));
			const looking = async (now: number, days: number) => {
				const thresholds = [threshold('consideration', days)];
				const request = { subscription: TRIGGER, settings, thresholds };
				return (await store.findMoments({ ...request, after: NOON, now, limit: 100 })).count;
			};
			expect(await looking(NOON + HOUR_MS, 1)).toBe(0);
			expect(await looking(NOON + 2 * HOUR_MS, 1)).toBe(0);
			expect(await looking(NOON + 3 * HOUR_MS, 5)).toBe(0);
			expect(await looking(enteredAt + 5 * DAY_MS, 5)).toBe(1);
		});

		it.each(['first', 'last'])(
			'keeps a note until the longest threshold of its stage, also where that comes %s',
			async (place) => {
				const store = new SqlJourneyStore(database, randomUUID);
				await store.subscribe({ id: TRIGGER, settings, now: NOON });
				const looking = async (now: number, goldDays: number) => {
					const thresholds = [...thresholdsOf(1, goldDays)];
					if (place === 'first') thresholds.reverse();
					const request = { subscription: TRIGGER, settings, thresholds };
					return (await store.findMoments({ ...request, after: NOON, now, limit: 100 })).count;
				};
				const enteredAt = NOON + DAY_MS;
				const later = enteredAt + 2 * DAY_MS;
				await looking(later - HOUR_MS, 1);
				await looking(later, 1);
				const facts = { occurredAt: enteredAt, receivedAt: later, attributes: { segment: 'gold' } };
				await store.record([touchpoint('late', facts)], options(later));
				expect(await looking(later + HOUR_MS, 4)).toBe(0);
				expect(await looking(enteredAt + 4 * DAY_MS, 4)).toBe(1);
			},
		);
	});
});
