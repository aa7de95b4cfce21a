import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { listExecutions, type ExecutionStatus } from '../../host/executions';
import { MOMENT_KINDS } from '../../journey/moments/moment';
import type { JourneyStore } from '../../store/journey-store';
import { closeStores, openStore } from '../../store/open-store';
import { happen, PARAMETERS } from '../e2e/making-moments';
import { setUpN8n, type RestartableN8n } from '../e2e/restartable-n8n';
import { email } from '../support/touchpoint';
import { until } from '../support/until';
import { startWitness, type Witness } from '../support/witness';
import { peopleOf, send, toldBy } from './reports';
import { MORTAL, startAfterKill } from './start-after-kill';
import { onBothDatabases, progress, seedOf } from './stores';
import {
	credentialsOf,
	followUpWorkflow,
	momentWorkflow,
	PATHS,
	recordWorkflow,
	recoveryWorkflow,
	type Report,
} from './witnessed-workflows';

const DELIVERIES = 200;
const PEOPLE = 20;
const ROUNDS = 4;
/** How many senders deliver at the same time. */
const LANES = 8;
/** So many customers are waited for when their reviews come in all at once. */
const CROWD = 30;

describe('n8n that is killed', () => {
	onBothDatabases((stores) => {
		const folder = mkdtempSync(join(tmpdir(), 'customer-journey-kill-'));
		let witness: Witness<Report>;
		let n8n: RestartableN8n;
		let store: JourneyStore;

		beforeAll(async () => {
			witness = await startWitness();
			const place = await stores.newPlace();
			n8n = await setUpN8n(
				folder,
				{
					credentials: credentialsOf(place),
					workflows: [
						recordWorkflow(witness.address),
						recoveryWorkflow(witness.address),
						followUpWorkflow(witness.address),
						...MOMENT_KINDS.filter((kind) => kind !== 'touchpoint_not_applied').map((kind) =>
							momentWorkflow(kind, PARAMETERS[kind], witness.address),
						),
					],
				},
				MORTAL,
			);
			store = await openStore(place);
			progress(`kill on ${stores.name}: n8n is at work`);
		}, 600_000);

		afterAll(async () => {
			await closeStores();
			await n8n?.stop();
			await witness?.stop();
			rmSync(folder, { recursive: true, force: true });
		}, 120_000);

		const reported = (who: string): readonly Report[] =>
			witness.reports.filter((report) => report.who === who);
		const whats = (who: string): readonly string[] => reported(who).map(({ what }) => what);
		const executionsWith = async (...status: readonly ExecutionStatus[]) =>
			await listExecutions(n8n.rest, { status });
		const settled = async (): Promise<void> =>
			await until(
				'no execution is new or running',
				async () => (await executionsWith('new', 'running')).length === 0,
			);
		const webhook = (path: string): string => `${n8n.address}/webhook/${path}`;

		it('brings each moment back once whose execution was under way', async () => {
			witness.hold();
			await happen(store, 'killed');
			await until('the execution of each is under way', () =>
				peopleOf('killed').every((who) => reported(who).length > 0),
			);
			await n8n.kill();
			witness.release();
			await startAfterKill(n8n);
			progress(`kill on ${stores.name}: the leases of the moments run for two minutes`);
			const expected = toldBy('killed', [1, 2]);
			await until('each was told again', () =>
				peopleOf('killed').every((who, place) => reported(who).length >= expected[place]!.length),
			);
			await settled();
			expect(peopleOf('killed').map(reported)).toEqual(expected);
		});

		it('loses and doubles no delivery that it has accepted', async () => {
			const seed = seedOf(`kill on ${stores.name}`);
			const [kills = []] = fc.sample(
				fc.array(fc.integer({ min: 5, max: DELIVERIES / ROUNDS / 2 }), {
					minLength: ROUNDS,
					maxLength: ROUNDS,
				}),
				{ seed, numRuns: 1 },
			);
			const address = (number: number): string => `kill-${number % PEOPLE}@example.com`;
			const unanswered = Array.from({ length: DELIVERIES }, (_, number) => number);
			const accepted = (): number => DELIVERIES - unanswered.length - underWay;
			let underWay = 0;
			/** Delivers as senders do: what was not accepted is delivered again later. */
			const deliver = async (isOver: () => boolean): Promise<void> => {
				for (let number = unanswered.shift(); number !== undefined; number = unanswered.shift()) {
					underWay += 1;
					const status = await send(webhook(PATHS.record), `kill-${number}`, 'product.viewed', {
						email: address(number),
						experience: { metric: 'csat', raw: 4, scale: [1, 5] },
					});
					underWay -= 1;
					if (status !== 200) unanswered.push(number);
					if (isOver()) return;
				}
			};
			const deliverTogether = async (isOver: () => boolean): Promise<unknown> =>
				await Promise.all(Array.from({ length: LANES }, async () => await deliver(isOver)));
			const before = await store.getTotals();
			for (const answers of kills) {
				const goal = accepted() + answers;
				let isKilled = false;
				const senders = deliverTogether(() => isKilled);
				await until('some were accepted', () => accepted() >= goal);
				// Eight of them are in mid-delivery.
				await n8n.kill();
				isKilled = true;
				await senders;
				progress(`kill on ${stores.name}: killed after ${accepted()} of ${DELIVERIES} answers`);
				await startAfterKill(n8n);
			}
			await until('all are accepted', async () => {
				await deliverTogether(() => true);
				return unanswered.length === 0;
			});
			await until(
				'all of them are applied',
				async () => (await store.getTotals()).notApplied === before.notApplied,
			);
			await settled();
			const after = await store.getTotals();
			expect(after.touchpoints - before.touchpoints).toBe(DELIVERIES);
			const answers = (await store.getExperience('five_stage')).filter(
				({ type }) => type === 'product_viewed',
			);
			expect(answers.reduce((sum, { count }) => sum + count, 0)).toBe(DELIVERIES);
			for (let person = 0; person < PEOPLE; person++) {
				const context = await store.getContext(email(address(person)), DELIVERIES, Date.now());
				expect(context?.touchpoints).toHaveLength(DELIVERIES / PEOPLE);
			}
			const told = witness.reports.filter(({ what }) => what === 'Moved' || what === 'Stayed');
			const ids = told.flatMap(({ who, touchpoint }) =>
				who.startsWith('kill-') ? [touchpoint] : [],
			);
			expect(new Set(ids).size).toBe(ids.length);
			progress(`kill on ${stores.name}: ${ids.length} of ${DELIVERIES} went on to the next node`);
		});

		it('resumes no wait twice and leaves none behind', async () => {
			const names = Array.from({ length: CROWD }, (_, number) => `waiting-${number}`);
			const who = (name: string): string => `${name}@example.com`;
			for (const name of names) {
				const data = { email: who(name), properties: { minutes: 600 } };
				await until(`${name} is delivered`, async () => {
					const status = await send(webhook(PATHS.followUp), name, 'order.delivered', data);
					return status === 200;
				});
			}
			await until(
				'all are waited for',
				async () => (await executionsWith('waiting')).length === CROWD,
			);
			for (const name of names) {
				await send(webhook(PATHS.record), `${name}-review`, 'review.posted', { email: who(name) });
			}
			const resumed = () => names.filter((name) => whats(who(name)).includes('Touchpoint'));
			await until('some have gone on', () => resumed().length >= CROWD / 5);
			await n8n.kill();
			progress(`kill on ${stores.name}: killed when ${resumed().length} of ${CROWD} had gone on`);
			await startAfterKill(n8n);
			await until(
				'nobody is waited for any more',
				async () =>
					(await store.countWaiting()) === 0 && (await executionsWith('waiting')).length === 0,
			);
			await settled();
			const outputs = names.map((name) => whats(who(name)).filter((what) => what === 'Touchpoint'));
			expect(outputs.filter(({ length }) => length > 1)).toEqual([]);
			const follow = await listExecutions(n8n.rest, { workflowId: 'witnessed-follow-up' });
			const crashed = follow.filter(({ status }) => status !== 'success');
			progress(
				`kill on ${stores.name}: ${resumed().length} of ${CROWD} have gone on, ${crashed.length} executions died under way`,
			);
			expect(new Set(crashed.map(({ status }) => status))).toEqual(
				new Set(crashed.length > 0 ? ['crashed'] : []),
			);
			// n8n begins no execution again that was running when it was killed, and shows it as crashed.
			expect(crashed.length).toBeGreaterThanOrEqual(CROWD - resumed().length);
		});
	});
});
