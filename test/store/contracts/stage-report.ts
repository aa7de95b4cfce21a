import { plannedStages } from '../../../journey/figures/planned-stage';
import type { StageFacts } from '../../../journey/figures/stage-facts';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import type { JourneyDefinition } from '../../../journey/stages/definition';
import type { Touchpoint } from '../../../journey/touchpoint';
import type { JourneyStore } from '../../../store/journey-store';
import type { StageFactsQuery } from '../../../store/report-store';
import { email, MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const { five_stage, aida } = BUILT_IN_DEFINITIONS;

/** Gives a touchpoint of one person, some hours after the beginning of the period. */
const of = (
	person: string,
	hours: number,
	type: string,
	facts: Partial<Touchpoint> & { score?: number } = {},
): Touchpoint =>
	touchpoint(`${person}-${hours}-${type}`, {
		type,
		occurredAt: NOON + hours * HOUR_MS,
		identities: [email(`${person}@example.com`)],
		...facts,
	});

const queryOf = (
	definition: JourneyDefinition,
	changes: Partial<StageFactsQuery> = {},
): StageFactsQuery => ({
	definition: definition.name,
	from: NOON,
	to: NOON + 10 * DAY_MS,
	segment: null,
	stages: plannedStages(definition),
	bySegment: false,
	...changes,
});

/** The facts of one stage, without saying where; `segment` null for those of all. */
const at = (facts: StageFacts, stage: string, segment: string | null = null) =>
	Object.fromEntries(
		Object.entries(facts).map(([name, rows]: [string, StageFacts[keyof StageFacts]]) => [
			name,
			rows
				.filter((row) => row.stage === stage && row.segment === segment)
				.map(({ stage: _stage, segment: _segment, ...row }) => row),
		]),
	);

/** What every journey store counts for a stage report; a backend's test calls it with a function that opens a new one. */
export function describeStageReport(name: string, openNew: () => Promise<JourneyStore>): void {
	describe(`stage report on ${name}`, () => {
		let store: JourneyStore;
		beforeEach(async () => {
			store = await openNew();
		});
		afterEach(async () => {
			await store.close();
		});
		const record = async (definition: JourneyDefinition, ...touchpoints: Touchpoint[]) =>
			await store.record(touchpoints, { definition, now: NOON + 20 * DAY_MS });

		it('counts nothing in a store without touchpoints', async () => {
			expect(await store.getStageFacts(queryOf(five_stage, { bySegment: true }))).toEqual({
				people: [],
				stays: [],
				presence: [],
				visitors: [],
				touchpoints: [],
				contacts: [],
				answers: [],
			});
			expect(await store.getActivity(queryOf(five_stage))).toEqual([]);
		});

		it('tells how stays that began in the period went, and keeps those who are still there', async () => {
			await record(
				five_stage,
				of('anna', 1, 'product_viewed'),
				of('anna', 5, 'order_completed'),
				of('bela', 2, 'product_viewed'),
				of('bela', 50, 'order_completed'),
				of('cleo', 3, 'product_viewed'),
			);
			const facts = await store.getStageFacts(queryOf(five_stage));
			expect(at(facts, 'consideration')).toMatchObject({
				people: [{ customers: 3, journeys: 3, journeysToNext: 2, journeysToGoal: 0 }],
				presence: [{ customers: 1, stays: 1, stalled: 0 }],
				visitors: [{ count: 3 }],
				touchpoints: [{ count: 3 }],
			});
			const stays = at(facts, 'consideration').stays!;
			expect(stays).toHaveLength(3);
			expect(stays).toEqual(
				expect.arrayContaining([
					{
						movement: 'entered',
						outcome: 'moved',
						to: 'purchase',
						durationMs: 4 * HOUR_MS,
						count: 1,
					},
					{
						movement: 'entered',
						outcome: 'moved',
						to: 'purchase',
						durationMs: 48 * HOUR_MS,
						count: 1,
					},
					{
						movement: 'entered',
						outcome: 'present',
						to: null,
						durationMs: 10 * DAY_MS - 3 * HOUR_MS,
						count: 1,
					},
				]),
			);
		});

		it('does not know what happened after the period', async () => {
			await record(
				five_stage,
				of('anna', 1, 'product_viewed'),
				of('anna', 5, 'order_completed'),
				of('anna', 6, 'call_received'),
			);
			const early = queryOf(five_stage, { to: NOON + 5 * HOUR_MS });
			const facts = await store.getStageFacts(early);
			expect(at(facts, 'consideration')).toMatchObject({
				people: [{ journeysToNext: 0 }],
				stays: [{ outcome: 'present', durationMs: 4 * HOUR_MS }],
				presence: [{ stays: 1 }],
			});
			expect(facts.people.map(({ stage }) => stage)).toEqual(['consideration']);
			expect(facts.contacts).toEqual([]);
			const [slot, ...others] = await store.getActivity(early);
			expect([slot?.startsAt, others]).toEqual([NOON + HOUR_MS, []]);
		});

		it('counts who came before the period as present, and as a visitor, but not as entered', async () => {
			await record(
				five_stage,
				of('anna', -400, 'product_viewed'),
				of('bela', -100, 'product_viewed'),
				of('bela', 30, 'order_completed'),
			);
			const facts = await store.getStageFacts(queryOf(five_stage));
			expect(at(facts, 'consideration')).toMatchObject({
				people: [],
				stays: [],
				presence: [{ customers: 1, stays: 1, stalled: 1 }],
				visitors: [{ count: 2 }],
			});
			expect(at(facts, 'purchase')).toMatchObject({ people: [{ customers: 1 }] });
		});

		it('ends a stay where the goal is reached, and follows journeys to it', async () => {
			await record(
				aida,
				of('anna', 1, 'product_viewed'),
				of('anna', 3, 'cart_viewed'),
				of('anna', 7, 'order_completed'),
				of('bela', 1, 'product_viewed'),
				of('bela', 4, 'customer_lost'),
			);
			const facts = await store.getStageFacts(queryOf(aida));
			const first = facts.people.find(({ customers }) => customers === 2);
			expect(first).toMatchObject({ journeys: 2, journeysToGoal: 1 });
			expect(at(facts, 'action')).toMatchObject({
				people: [{ customers: 1, journeysToGoal: 1 }],
				stays: [{ outcome: 'completed', durationMs: 0, to: null }],
				presence: [],
				visitors: [{ count: 1 }],
			});
			const intoAction = facts.stays.filter(({ to }) => to === 'action');
			expect(intoAction).toEqual([expect.objectContaining({ outcome: 'moved', count: 1 })]);
			expect(facts.stays.filter(({ outcome }) => outcome === 'exited')).toEqual([
				expect.objectContaining({ stage: first?.stage, durationMs: 3 * HOUR_MS, to: null }),
			]);
			expect(await store.getActivity(queryOf(aida))).toEqual(
				expect.arrayContaining([
					expect.objectContaining({ startsAt: NOON + 7 * HOUR_MS, completions: 1, exits: 0 }),
					expect.objectContaining({ startsAt: NOON + 4 * HOUR_MS, completions: 0, exits: 1 }),
				]),
			);
		});

		it('counts a person once in a stage, and once in each segment', async () => {
			const vip = { attributes: { segment: 'vip' } };
			await record(
				five_stage,
				of('anna', 1, 'product_viewed'),
				of('anna', 2, 'order_completed'),
				of('anna', 3, 'product_viewed', vip),
				of('bela', 1, 'product_viewed', vip),
			);
			const facts = await store.getStageFacts(queryOf(five_stage, { bySegment: true }));
			const customers = facts.people
				.filter(({ stage }) => stage === 'consideration')
				.map((people) => [people.segment, people.customers]);
			expect(new Map(customers as [string | null, number][])).toEqual(
				new Map([
					[null, 2],
					['unsegmented', 1],
					['vip', 2],
				]),
			);
			expect(at(facts, 'consideration', 'vip').stays).toEqual(
				expect.arrayContaining([expect.objectContaining({ movement: 'returned' })]),
			);
			const only = await store.getStageFacts(queryOf(five_stage, { segment: 'vip' }));
			expect(only.people).toEqual([
				expect.objectContaining({ stage: 'consideration', segment: 'vip', customers: 2 }),
			]);
			const activity = await store.getActivity(queryOf(five_stage, { segment: 'vip' }));
			expect(activity.map((slot) => slot.touchpoints)).toEqual([1, 1]);
		});

		it('counts answers by metric and score, and contacts beside touchpoints', async () => {
			await record(
				five_stage,
				of('anna', 1, 'product_viewed'),
				of('anna', 2, 'survey_answered', { score: 80 }),
				of('anna', 3, 'call_received'),
				of('bela', 1, 'product_viewed', { score: 80 }),
				of('bela', 2, 'survey_answered', {
					experience: { metric: 'nps', scale: [0, 10], raw: 9, score: 90 },
				}),
			);
			const consideration = at(await store.getStageFacts(queryOf(five_stage)), 'consideration');
			expect(consideration).toMatchObject({
				touchpoints: [{ count: 5 }],
				contacts: [{ count: 1 }],
			});
			expect(consideration.answers).toHaveLength(2);
			expect(consideration.answers).toEqual(
				expect.arrayContaining([
					{ metric: 'csat', score: 80, count: 2 },
					{ metric: 'nps', score: 90, count: 1 },
				]),
			);
		});

		it('tells lengths of stay apart by less than a hundredth, in few rows', async () => {
			const lengths = [900, 61_234, 3_599_000, 7_199_000, 90_123_000, 863_000_111];
			await record(
				five_stage,
				...lengths.flatMap((length, person) => [
					of(`p${person}`, 0, 'product_viewed'),
					of(`p${person}`, length / HOUR_MS, 'order_completed'),
				]),
			);
			const { stays } = await store.getStageFacts(queryOf(five_stage));
			const counted = stays
				.filter(({ outcome }) => outcome === 'moved')
				.map(({ durationMs }) => durationMs)
				.sort((a, b) => a - b);
			expect(counted).toEqual([1000, 61_000, 3_599_000, 7_200_000, 90_000_000, 863_100_000]);
			counted.slice(1).forEach((rounded, index) => {
				expect(Math.abs(rounded / lengths[index + 1]! - 1)).toBeLessThan(0.01);
			});
		});

		it('stays the same when the touchpoints come in another order', async () => {
			const touchpoints = ['anna', 'bela', 'cleo', 'dora'].flatMap((person, index) => [
				of(person, 1 + index, 'product_viewed'),
				of(person, 5 + index * 7, 'order_completed'),
				of(person, 40 + index, 'survey_answered', { score: 20 * index }),
				of(person, 60 + index, 'product_viewed', { attributes: { segment: 'vip' } }),
			]);
			const other = await openNew();
			for (const one of touchpoints) await record(five_stage, one);
			for (const one of touchpoints.toReversed())
				await other.record([one], { definition: five_stage, now: NOON + 20 * DAY_MS });
			const query = queryOf(five_stage, { bySegment: true });
			const sorted = async (from: JourneyStore) =>
				Object.entries(await from.getStageFacts(query)).map(([kind, rows]) => [
					kind,
					rows.map((row: unknown) => JSON.stringify(row)).sort(),
				]);
			expect(await sorted(other)).toEqual(await sorted(store));
			expect(await other.getActivity(query)).toEqual(await store.getActivity(query));
			await other.close();
		});
	});
}
