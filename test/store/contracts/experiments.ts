import { randomUUID } from 'node:crypto';
import { HELD_OUT, type Experiment } from '../../../journey/experiments/experiment';
import { holdoutOf, OFFERED } from '../../../journey/experiments/holdout';
import type { Identity } from '../../../journey/identity';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import type { Database, Transaction } from '../../../store/database';
import type { JourneyStore, RecordOptions } from '../../../store/journey-store';
import { migrate } from '../../../store/migrations/migrate';
import { SqlJourneyStore } from '../../../store/sql-journey-store';
import { freeDelivery } from '../../support/offer';
import { email, MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';
import { parkedFor } from '../../support/wait';

const options: RecordOptions = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

const cookie = (value: string): Identity => ({ kind: 'anonymous', namespace: 'web', value });
const first = email('a@example.com');
const second = cookie('b');
const third = email('c@example.com');

/** An experiment in which chance has no choice. */
const always = (arm: string, name = 'offers'): Experiment => ({
	name,
	arms: [HELD_OUT, 'a', 'b'].map((other) => ({ name: other, weight: other === arm ? 1 : 0 })),
});

const offer = freeDelivery({ caps: { perCustomer: 2 } });

/** A database on which the statement of that number, from 0, fails. */
function failingAt(database: Database, number: number): Database {
	let statements = 0;
	const on = (transaction: Transaction): Transaction => {
		const count = (): void => {
			if (statements++ === number) throw new Error('the statement that fails');
		};
		return {
			all: async (sql, parameters) => {
				count();
				return await transaction.all(sql, parameters);
			},
			runMany: async (sql, rows) => {
				count();
				return await transaction.runMany(sql, rows);
			},
		};
	};
	return {
		dialect: database.dialect,
		write: async (work) => await database.write(async (transaction) => await work(on(transaction))),
		writeAlone: async (work) => await database.writeAlone(work),
		read: async (work) => await database.read(work),
		close: async () => await database.close(),
	};
}

/** What every store must do for arms of experiments; a backend's test calls it with a function that opens a new, empty database. */
export function describeExperiments(name: string, openNew: () => Promise<Database>): void {
	describe(`experiments on ${name}`, () => {
		let database: Database;
		let store: JourneyStore;

		beforeEach(async () => {
			database = await openNew();
			await migrate(database, NOON);
			store = new SqlJourneyStore(database, randomUUID);
			await store.record(
				[first, second, third].map((identity, n) =>
					touchpoint(`${n}`, { identities: [identity], occurredAt: NOON + n }),
				),
				options,
			);
		});
		afterEach(async () => {
			await store.close();
		});

		const idOf = async (who: Identity): Promise<string> =>
			(await store.getContext(who, 0, NOON))!.customerId;
		const assign = async (who: Identity, experiment: Experiment, now = NOON) =>
			await store.assignArm(experiment, await idOf(who), now);
		const issue = async (code: string, who: Identity, holdout?: string) =>
			await store.issue({
				code,
				offer,
				customerId: await idOf(who),
				channel: 'email',
				decision: {},
				...(holdout && { holdout }),
				now: NOON,
			});

		describe('an arm', () => {
			it('is drawn once, whatever the weights become', async () => {
				expect(await assign(first, always('b'))).toBe('b');
				expect(await assign(first, always('a'))).toBe('b');
				expect(await assign(second, always('a'))).toBe('a');
				expect(await assign(first, always('a', 'another'))).toBe('a');
			});

			it('is the same for all who ask at once', async () => {
				const customerId = await idOf(first);
				const asked = Array.from(
					{ length: 40 },
					async (_, n) => await store.assignArm(always(n % 2 ? 'a' : 'b'), customerId, NOON + n),
				);
				const arms = new Set(await Promise.all(asked));
				expect(arms.size).toBe(1);
				const counts = await store.countArms();
				expect(counts).toMatchObject([{ arm: [...arms][0], customers: 1, mixed: 0 }]);
			});

			it('can be looked at beforehand, which writes nothing', async () => {
				const customerId = await idOf(first);
				expect(await store.previewArm(always('a'), customerId)).toBe('a');
				expect(await store.previewArm(always('b'), customerId)).toBe('b');
				expect(await store.countArms()).toEqual([]);
				await store.assignArm(always('a'), customerId, NOON);
				expect(await store.previewArm(always('b'), customerId)).toBe('a');
			});

			it('is of nobody whom the store does not know', async () => {
				expect(await store.assignArm(always('a'), 'nobody', NOON)).toBeNull();
				expect(await store.previewArm(always('a'), 'nobody')).toBeNull();
				expect(await store.countArms()).toEqual([]);
			});

			it('of a customer who was merged away is that of the survivor', async () => {
				const [winner, loser] = [await idOf(first), await idOf(second)];
				await store.mergeCustomers(first, second, NOON);
				expect(await store.assignArm(always('a'), loser, NOON)).toBe('a');
				expect(await store.assignArm(always('b'), winner, NOON)).toBe('a');
				expect(await store.countArms()).toMatchObject([{ arm: 'a', customers: 1 }]);
			});
		});

		describe('a holdout', () => {
			it('lets no code be issued, and uses up no cap', async () => {
				await store.saveOffer(offer, NOON);
				await assign(first, always(HELD_OUT));
				expect(await issue('CODE1', first, 'offers')).toEqual({ ok: false, why: 'held_out' });
				expect(await store.getOfferUsage(await idOf(first), NOON)).toEqual([]);
				expect(await issue('CODE1', first, 'another')).toMatchObject({ ok: true });
				expect(await issue('CODE2', first)).toMatchObject({ ok: true });
				expect(await issue('CODE3', second, 'offers')).toMatchObject({ ok: true });
			});
		});

		describe('a merge', () => {
			const merges: readonly (readonly [string, () => Promise<unknown>])[] = [
				['by hand', async () => await store.mergeCustomers(first, second, NOON + MINUTE_MS)],
				[
					'by a touchpoint that names both',
					async () => {
						const both = touchpoint('both', {
							identities: [first, second],
							occurredAt: NOON + MINUTE_MS,
						});
						return await store.record([both], { ...options, now: NOON + MINUTE_MS });
					},
				],
			];

			it.each(merges)(
				'%s, during a wait, moves the wait, caps, codes and arms',
				async (_how, merge) => {
					await store.saveOffer(offer, NOON);
					const loser = await idOf(second);
					const [wait] = await store.openWaits([parkedFor(loser, '1')], NOON);
					await issue('OLDER', first);
					await issue('YOUNGER', second);
					await assign(second, always('b', 'earlier-draw'), NOON);
					await assign(first, always('a', 'earlier-draw'), NOON + 1);
					await assign(first, always('a', 'holdout'), NOON);
					await assign(second, always(HELD_OUT, 'holdout'), NOON + 1);
					await assign(second, always('b', 'only-one'), NOON);
					await merge();
					const winner = await idOf(first);
					expect(await idOf(second)).toBe(winner);
					expect(winner).not.toBe(loser);
					expect(await assign(first, always('a', 'earlier-draw'))).toBe('b');
					expect(await assign(first, always('a', 'holdout'))).toBe(HELD_OUT);
					expect(await assign(first, always('a', 'only-one'))).toBe('b');
					const context = await store.getContext(first, 0, NOON);
					expect(context?.offers.map(({ code }) => code).sort()).toEqual(['OLDER', 'YOUNGER']);
					expect(await issue('THIRD', first)).toEqual({ ok: false, why: 'customer_cap' });
					expect(await issue('THIRD', first, 'holdout')).toEqual({ ok: false, why: 'held_out' });
					expect(await store.getWait(wait!.id)).toMatchObject({
						status: 'waiting',
						customerId: winner,
					});
					const ordered = touchpoint('order', {
						type: 'order_completed',
						identities: [first],
						occurredAt: NOON + 2 * MINUTE_MS,
					});
					const [recorded] = await store.record([ordered], options);
					expect(recorded?.endedWaits).toEqual([wait!.id]);
				},
			);

			it('that fails at any of its statements has moved nothing', async () => {
				await store.saveOffer(offer, NOON);
				const [wait] = await store.openWaits([parkedFor(await idOf(second), '1')], NOON);
				await issue('CODE1', second);
				await assign(second, always(HELD_OUT), NOON);
				await assign(first, always('a'), NOON);
				const picture = async () => [
					await store.exportCustomer(first),
					await store.exportCustomer(second),
					await store.getWait(wait!.id),
					await store.countArms(),
				];
				const before = await picture();
				let statements = 0;
				for (; ; statements++) {
					const failing = new SqlJourneyStore(failingAt(database, statements), randomUUID);
					const merged = await failing.mergeCustomers(first, second, NOON).catch(() => null);
					if (merged) break;
					expect(await picture()).toEqual(before);
				}
				expect(statements).toBeGreaterThan(10);
				expect(await idOf(second)).toBe(await idOf(first));
				expect(await assign(first, always('a'))).toBe(HELD_OUT);
			});

			it.each([
				[
					[first, second],
					[second, third],
				],
				[
					[second, third],
					[first, second],
				],
				[
					[third, first],
					[second, third],
				],
			])('of three gives the same arm in every order', async (...pairs) => {
				await assign(first, always('a'), NOON + 2);
				await assign(second, always('b'), NOON + 1);
				await assign(third, always('a'), NOON + 3);
				await assign(first, always('b', 'holdout'), NOON);
				await assign(third, always(HELD_OUT, 'holdout'), NOON + 9);
				for (const [one, other] of pairs) await store.mergeCustomers(one!, other!, NOON);
				expect(await assign(third, always('a'))).toBe('b');
				expect(await assign(second, always('a', 'holdout'))).toBe(HELD_OUT);
				expect(await store.countArms()).toMatchObject([
					{ experiment: 'holdout', arm: 'b', customers: 1, mixed: 1 },
					{ experiment: 'offers', arm: 'b', customers: 1, mixed: 1 },
				]);
			});
		});

		describe('counting', () => {
			const order = (id: string, who: Identity, occurredAt: number, type = 'order_completed') =>
				touchpoint(`${type}-${id}`, {
					type,
					identities: [who],
					keys: { order: id },
					occurredAt,
				});

			it('tells buyers by uncancelled orders since the draw', async () => {
				await store.record([order('early', first, NOON + 5)], options);
				await assign(first, holdoutOf('offers', 0), NOON + 10);
				await assign(second, holdoutOf('offers', 0), NOON + 10);
				await assign(third, holdoutOf('offers', 100), NOON + 10);
				const buyers = async () =>
					(await store.countArms()).map(({ arm, customers, buyers }) => [arm, customers, buyers]);
				expect((await buyers()).sort()).toEqual([
					[HELD_OUT, 1, 0],
					[OFFERED, 2, 0],
				]);
				await store.record(
					[
						order('1', first, NOON + 20),
						order('2', first, NOON + 30),
						order('3', second, NOON + 20),
						order('4', third, NOON + 10),
						order('3', second, NOON + 40, 'order_cancelled'),
					],
					options,
				);
				expect((await buyers()).sort()).toEqual([
					[HELD_OUT, 1, 1],
					[OFFERED, 2, 1],
				]);
			});

			it('takes for a buyer whose order was made after its cancellation, as spending does', async () => {
				await assign(first, holdoutOf('offers', 0), NOON + 10);
				const told = [
					order('1', first, NOON + 20, 'order_cancelled'),
					order('1', first, NOON + 30),
				];
				await store.record(told, options);
				expect((await store.getContext(first, 0, NOON))?.value.orders).toBe(1);
				expect(await store.countArms()).toMatchObject([{ customers: 1, buyers: 1 }]);
			});

			it('keeps customers of other shares apart, and gives the arms as they were', async () => {
				await assign(first, holdoutOf('offers', 0));
				await assign(second, holdoutOf('offers', 100));
				const counts = await store.countArms();
				expect(new Set(counts.map(({ arms }) => JSON.stringify(arms)))).toEqual(
					new Set([0, 100].map((percent) => JSON.stringify(holdoutOf('offers', percent).arms))),
				);
			});

			it('counts more draws than are looked at at once', async () => {
				const ids = Array.from({ length: 5500 }, (_, n) => `counted-${n}`);
				const arms = JSON.stringify(always('a').arms);
				await database.write(async (transaction) => {
					await transaction.runMany(
						"INSERT INTO customer (id, first_seen, profile) VALUES (?, 0, '{}')",
						ids.map((id) => [id]),
					);
					await transaction.runMany(
						`INSERT INTO experiment_arm (experiment, drawn_for, customer_id, arm, weights, drawn_at)
							VALUES (?, ?, ?, ?, ?, 0)`,
						ids.flatMap((id, n) => [
							['early', id, id, n % 5 ? 'a' : 'b', arms],
							['late', id, id, 'a', arms],
						]),
					);
				});
				expect(
					(await store.countArms()).map(({ experiment, arm, customers }) => [
						experiment,
						arm,
						customers,
					]),
				).toEqual([
					['early', 'a', 4400],
					['early', 'b', 1100],
					['late', 'a', 5500],
				]);
			});

			it('forgets a customer who is erased', async () => {
				await assign(first, always('a'));
				await assign(second, always('a'));
				await store.eraseCustomer(first, NOON);
				expect(await store.countArms()).toMatchObject([{ arm: 'a', customers: 1 }]);
			});
		});
	});
}
