import fc from 'fast-check';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import type { JourneyDefinition } from '../../../journey/stages/definition';
import { draftOf } from '../../../journey/stages/definition-changes';
import { touchpointOfHandMove } from '../../../journey/stages/moved-by-hand';
import type { Touchpoint } from '../../../journey/touchpoint';
import type { JourneyStore } from '../../../store/journey-store';
import { runsOn } from '../../support/databases';
import { stageFactsOf } from '../../support/stage-facts';
import { email, external, MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';

const PEOPLE = ['a@example.com', 'b@example.com'];

/** Every way in which a definition can ask for more than type and score. */
const rich: JourneyDefinition = {
	name: 'rich',
	version: 1,
	displayName: 'Rich',
	stages: [
		{
			name: 'look',
			displayName: 'Look',
			owner: 'Marketing',
			entry: [{ types: ['campaign_opened', 'product_viewed'] }],
		},
		{
			name: 'buy',
			displayName: 'Buy',
			owner: 'Sales',
			entry: [{ types: ['order_completed'], minValue: 20, currency: 'EUR' }],
		},
		{
			name: 'yearly',
			displayName: 'Yearly',
			owner: 'Sales',
			entry: [
				{
					types: ['order_completed'],
					when: { field: 'properties.plan', op: 'eq', value: 'yearly' },
				},
			],
		},
	],
	loops: false,
	movement: 'free',
	exits: [{ types: ['customer_lost'], channels: ['web'] }],
	goals: [],
	coolDownMs: 0,
	segments: [
		{
			name: 'high_value',
			displayName: 'High Value',
			when: { field: 'spent.EUR', op: 'gte', value: 50 },
		},
		{
			name: 'unhappy',
			displayName: 'Unhappy',
			when: { field: 'lowestScore', op: 'lte', value: 30 },
		},
	],
};

/** The same journey as another team would plan it: stages that vanished, came and moved. */
const second: JourneyDefinition = {
	...rich,
	version: 2,
	stages: [
		{
			name: 'contact',
			displayName: 'Contact',
			owner: 'Sales',
			entry: [{ types: ['product_viewed', 'survey_answered'] }],
		},
		rich.stages[1]!,
	],
	goals: [{ types: ['order_completed'], minValue: 40 }],
	segments: undefined,
};

const eur = (amount: string) => ({ value: { amount, currency: 'EUR' } });

/** What a store shows of a definition, with ids and versions left out. */
async function picture(store: JourneyStore, name: string): Promise<unknown> {
	const customers = [];
	for (const address of PEOPLE) {
		const context = await store.getContext(email(address), 100, NOON);
		customers.push(
			context?.journeys
				.filter(({ definition }) => definition === name)
				.map(({ version: _version, ...journey }) => journey),
		);
	}
	return {
		customers,
		experience: await store.getExperience(name),
		stages: await stageFactsOf(store, rich),
		movements: (await store.getTotals()).movements,
	};
}

/** Histories in which every condition, machine, hand and segment can matter. */
const histories = fc
	.array(
		fc.record({
			who: fc.integer({ min: 0, max: 1 }),
			minute: fc.integer({ min: 0, max: 5 }),
			type: fc.constantFrom(
				'campaign_opened',
				'product_viewed',
				'order_completed',
				'survey_answered',
				'customer_lost',
				'moved_by_hand',
			),
			amount: fc.constantFrom('10', '25', '45'),
			plan: fc.constantFrom('yearly', 'monthly'),
			machine: fc.boolean(),
			score: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
		}),
		{ minLength: 1, maxLength: 12 },
	)
	.map((events) =>
		events.map(({ who, minute, type, amount, plan, machine, score }, n): Touchpoint => {
			const identities = [email(PEOPLE[who]!)];
			const at = NOON + minute * MINUTE_MS;
			if (type === 'moved_by_hand') {
				return touchpointOfHandMove({
					eventId: String(n),
					delivery: 'd',
					identities,
					definition: rich,
					stage: 'yearly',
					key: null,
					reason: null,
					now: at,
					place: 0,
					test: false,
				});
			}
			return touchpoint(String(n), {
				type,
				occurredAt: at,
				receivedAt: NOON + 10 * MINUTE_MS,
				identities,
				properties: { plan, ...(machine && { machine }) },
				...(type === 'order_completed' ? { ...eur(amount), keys: { order: String(n % 3) } } : {}),
				...(score === undefined ? {} : { score }),
			});
		}),
	);

/** What every store must do with definitions, their rules and their versions; called like `describeJourneyStore`. */
export function describeDefinitions(name: string, openNew: () => Promise<JourneyStore>): void {
	describe(`definitions on ${name}`, () => {
		const opened: JourneyStore[] = [];
		const open = async (): Promise<JourneyStore> => {
			const store = await openNew();
			opened.push(store);
			return store;
		};
		const closeAll = async () =>
			await Promise.all(opened.splice(0).map(async (store) => await store.close()));
		afterEach(closeAll);

		describe('saving', () => {
			it('makes the next version when something changed, and none when nothing did', async () => {
				const store = await open();
				const draft = draftOf(rich);
				expect(await store.saveNextVersion(draft)).toMatchObject({
					definition: { version: 1 },
					previous: null,
				});
				expect(await store.saveNextVersion(draft)).toMatchObject({
					definition: { version: 1 },
					previous: { version: 1 },
				});
				expect(await store.saveNextVersion({ ...draft, displayName: 'Richer' })).toMatchObject({
					definition: { version: 2, displayName: 'Richer' },
					previous: { version: 1 },
				});
				expect(await store.getDefinition('rich')).toMatchObject({ version: 2 });
				expect(await store.getDefinition('rich', 1)).toEqual(rich);
			});

			it('gives two who save at once two versions', async () => {
				const store = await open();
				const saved = await Promise.all(
					['A', 'B', 'C', 'D'].map(
						async (displayName) => await store.saveNextVersion({ ...draftOf(rich), displayName }),
					),
				);
				expect(saved.map(({ definition }) => definition.version).sort()).toEqual([1, 2, 3, 4]);
			});

			it('goes on from a built-in definition, which stays findable', async () => {
				const store = await open();
				const { five_stage: builtIn } = BUILT_IN_DEFINITIONS;
				const saved = await store.saveNextVersion({ ...draftOf(builtIn), displayName: 'Ours' });
				expect(saved).toMatchObject({ definition: { version: 2 }, previous: builtIn });
				expect(await store.getDefinition('five_stage')).toMatchObject({ displayName: 'Ours' });
				expect(await store.getDefinition('five_stage', 1)).toEqual(builtIn);
			});

			it('prefers what people saved to a newer version that came with the package', async () => {
				const store = await open();
				await store.saveNextVersion({ ...draftOf(rich), displayName: 'Ours' });
				await store.saveDefinition({ ...rich, version: 5, displayName: 'From a package' });
				expect(await store.getDefinition('rich')).toMatchObject({ displayName: 'Ours' });
			});

			it('refuses another kind of key, by which journeys would not be found', async () => {
				const store = await open();
				await store.saveNextVersion(draftOf(rich));
				await expect(
					store.saveNextVersion({ ...draftOf(rich), keyKind: 'order' }),
				).rejects.toMatchObject({ code: 'key_kind_changed' });
			});

			it('lists the newest of each, built-in ones included', async () => {
				const store = await open();
				await store.saveNextVersion(draftOf(rich));
				await store.saveNextVersion({ ...draftOf(rich), displayName: 'Richer' });
				expect((await store.listDefinitions()).map((one) => [one.name, one.version])).toEqual([
					['aida', 1],
					['five_stage', 1],
					['lifecycle', 1],
					['rich', 2],
				]);
			});
		});

		describe('rules', () => {
			it('read back from the store what they ask for when history is folded again', async () => {
				const store = await open();
				const options = { definition: rich, now: NOON };
				const at = (minute: number, facts: Partial<Touchpoint>) => ({
					occurredAt: NOON + minute * MINUTE_MS,
					...facts,
				});
				await store.record(
					[
						touchpoint('1', at(1, { type: 'order_completed', ...eur('25') })),
						touchpoint('2', at(3, { type: 'campaign_opened', properties: { machine: true } })),
					],
					options,
				);
				const [late] = await store.record(
					[touchpoint('0', at(0, { type: 'product_viewed' }))],
					options,
				);
				expect(late).toMatchObject({ late: true, movement: 'entered', to: 'look' });
				const context = await store.getContext(email('charlotte@example.com'), 10, NOON);
				expect(context?.journeys).toMatchObject([{ stage: 'buy', visits: 2 }]);
			});

			it('of a built-in definition see machines and hands when history is folded again', async () => {
				const store = await open();
				const definition = BUILT_IN_DEFINITIONS.five_stage;
				const options = { definition, now: NOON };
				const identities = [email('charlotte@example.com')];
				await store.record(
					[
						touchpoint('1', { type: 'campaign_opened', properties: { machine: true } }),
						touchpointOfHandMove({
							eventId: '1',
							delivery: 'd',
							identities,
							definition,
							stage: 'retention',
							key: null,
							reason: null,
							now: NOON + 5,
							place: 0,
							test: false,
						}),
					],
					options,
				);
				await store.record(
					[touchpoint('0', { type: 'email_sent', occurredAt: NOON - 5 })],
					options,
				);
				const context = await store.getContext(identities[0]!, 10, NOON);
				expect(context?.journeys).toMatchObject([
					{ stage: 'retention', visits: 1, touchpoints: 3 },
				]);
			});

			it('give the same stages, stamps and figures for every order, repetition and batching', async () => {
				const arrivals = histories.chain((events) =>
					fc.record({
						events: fc.constant(events),
						arrival: fc.shuffledSubarray([...events, ...events], {
							minLength: events.length * 2,
						}),
						batch: fc.integer({ min: 1, max: 6 }),
					}),
				);
				await fc.assert(
					fc.asyncProperty(arrivals, async ({ events, arrival, batch }) => {
						const options = { definition: rich, now: NOON };
						const inOrder = await open();
						await inOrder.record(events, options);
						const shuffled = await open();
						for (let start = 0; start < arrival.length; start += batch) {
							await shuffled.record(arrival.slice(start, start + batch), options);
						}
						expect(await picture(shuffled, 'rich')).toEqual(await picture(inOrder, 'rich'));
						await closeAll();
					}),
					{ numRuns: runsOn(name, 25) },
				);
			}, 120_000);
		});

		describe('journeys under way', () => {
			const start = touchpoint('1', { type: 'product_viewed' });

			it('keep their version, and say so, until they are moved', async () => {
				const store = await open();
				await store.record([start], { definition: rich, now: NOON });
				const [stayed] = await store.record(
					[touchpoint('2', { type: 'survey_answered', occurredAt: NOON + 1 })],
					{ definition: second, now: NOON },
				);
				expect(stayed).toMatchObject({ movement: 'stayed', to: 'look', journeyVersion: 1 });
				expect(await store.getVersionUse('rich')).toEqual([{ version: 1, journeys: 1, active: 1 }]);
				expect(await store.moveJourneys('rich', 2, 10)).toBe(1);
				expect(await store.getVersionUse('rich')).toEqual([{ version: 2, journeys: 1, active: 1 }]);
				const [moved] = await store.record(
					[touchpoint('3', { type: 'survey_answered', occurredAt: NOON + 2 })],
					{ definition: second, now: NOON },
				);
				expect(moved).toMatchObject({ to: 'contact', journeyVersion: 2 });
			});

			it('are as if the new version had always been there once they are moved', async () => {
				await fc.assert(
					fc.asyncProperty(histories, async (events) => {
						const moved = await open();
						await moved.record(events, { definition: rich, now: NOON });
						await moved.saveDefinition(second);
						await moved.moveJourneys('rich', 2, 10);
						const always = await open();
						await always.record(events, { definition: second, now: NOON });
						expect(await picture(moved, 'rich')).toEqual(await picture(always, 'rich'));
						await closeAll();
					}),
					{ numRuns: runsOn(name, 15) },
				);
			}, 120_000);

			it('are moved batch by batch, and the rest after a stop', async () => {
				const store = await open();
				const people = Array.from({ length: 5 }, (_, n) =>
					touchpoint(String(n), {
						type: 'product_viewed',
						identities: [email(`p${n}@example.com`)],
					}),
				);
				await store.record(people, { definition: rich, now: NOON });
				await store.saveDefinition(second);
				expect(await store.moveJourneys('rich', 2, 2)).toBe(2);
				expect(await store.getVersionUse('rich')).toMatchObject([
					{ version: 1, journeys: 3 },
					{ version: 2, journeys: 2 },
				]);
				expect(await store.moveJourneys('rich', 2, 2)).toBe(2);
				expect(await store.moveJourneys('rich', 2, 2)).toBe(1);
				expect(await store.moveJourneys('rich', 2, 2)).toBe(0);
				await expect(store.moveJourneys('rich', 3, 2)).rejects.toMatchObject({
					code: 'unknown_definition',
				});
			});

			it('of two customers who turn out to be one go on by the newer version', async () => {
				const store = await open();
				await store.record([touchpoint('1', { identities: [external('7')] })], {
					definition: rich,
					now: NOON,
				});
				await store.record(
					[touchpoint('2', { occurredAt: NOON + 1, identities: [email(PEOPLE[0]!)] })],
					{ definition: second, now: NOON },
				);
				const both = touchpoint('3', {
					occurredAt: NOON + 2,
					type: 'survey_answered',
					identities: [external('7'), email(PEOPLE[0]!)],
				});
				const [joined] = await store.record([both], { definition: second, now: NOON });
				expect(joined).toMatchObject({ movement: 'stayed', to: 'contact', journeyVersion: 2 });
				expect(await store.getVersionUse('rich')).toMatchObject([{ version: 2, journeys: 1 }]);
			});
		});
	});
}
