import fc from 'fast-check';
import type { Condition } from '../../../journey/conditions/condition';
import { journeyDefinitionSchema } from '../../../journey/stages/definition';
import { foldHistory, step, type FoldTouchpoint } from '../../../journey/stages/fold';
import { EMPTY_JOURNEY } from '../../../journey/stages/journey-state';
import { compareFoldKeys } from '../../../journey/stages/fold-order';
import type { Touchpoint } from '../../../journey/touchpoint';
import { MINUTE_MS, NOON } from '../../support/touchpoint';
import { limitsAt, type RfmHistory } from '../../../journey/segments/rfm-history';
import { historyOf, stepsOf, trialJourney, wholeOf } from './support';

const DAY_MS = 24 * 60 * MINUTE_MS;

const segmented = (...rules: readonly (readonly [name: string, when: Condition])[]) =>
	trialJourney({
		segments: rules.map(([name, when]) => ({ name, displayName: name, when })),
	});

const order = (key: string, amount: string, facts: Partial<Touchpoint> = {}) =>
	wholeOf(`${facts.type ?? 'order'}-${key}-${facts.source ?? ''}-${amount}`, {
		type: 'order_completed',
		keys: { order: key },
		value: { amount, currency: 'EUR' },
		...facts,
	});

/** The segment after each touchpoint. */
const stamps = (definition: ReturnType<typeof segmented>, ...history: FoldTouchpoint[]) =>
	stepsOf(definition, ...history).map(({ state }) => state.segment);

describe('segment rules', () => {
	test('stamp the first that holds, and what a touchpoint said where none does', () => {
		const definition = segmented(
			['loyal', { field: 'orders', op: 'gte', value: 2 }],
			['buyer', { field: 'orders', op: 'gte', value: 1 }],
		);
		expect(
			stamps(
				definition,
				wholeOf('0', { occurredAt: NOON }),
				wholeOf('1', { occurredAt: NOON + 1, attributes: { segment: 'fair' } }),
				order('A', '10', { occurredAt: NOON + 2 }),
				order('B', '10', { occurredAt: NOON + 3 }),
			),
		).toEqual(['unsegmented', 'fair', 'buyer', 'loyal']);
	});

	test('count an order once however many tell of it, and neither a cancelled nor a refunded one', () => {
		const definition = segmented(['high_value', { field: 'spent.EUR', op: 'gte', value: 100.1 }]);
		expect(
			stamps(
				definition,
				order('A', '60.05', { occurredAt: NOON }),
				order('A', '60.05', { occurredAt: NOON + 1, source: 'segment' }),
				order('B', '40.05', { occurredAt: NOON + 2 }),
				order('B', '10.00', { occurredAt: NOON + 3, type: 'order_refunded' }),
				order('C', '10.00', { occurredAt: NOON + 4 }),
				order('C', '10.00', { occurredAt: NOON + 5, type: 'order_cancelled' }),
			),
		).toEqual([
			'unsegmented',
			'unsegmented',
			'high_value',
			'unsegmented',
			'high_value',
			'unsegmented',
		]);
	});

	test('count an order at the worth told first, also where an earlier word has none', () => {
		const definition = segmented(['high_value', { field: 'spent.EUR', op: 'gte', value: 100 }]);
		expect(
			stamps(
				definition,
				order('A', '0', { occurredAt: NOON, value: undefined }),
				order('A', '100', { occurredAt: NOON + 1, source: 'segment' }),
				order('A', '30', { occurredAt: NOON + 2, source: 'crm' }),
				order('A', '1', { occurredAt: NOON + 3, type: 'order_refunded' }),
			),
		).toEqual(['unsegmented', 'high_value', 'high_value', 'unsegmented']);
	});

	test('do not count a cancelled order again when another system tells of it later', () => {
		const definition = segmented(
			['asleep', { field: 'daysSinceOrder', op: 'gte', value: 90 }],
			['buyer', { field: 'orders', op: 'gte', value: 1 }],
		);
		const cancelled = { type: 'order_cancelled' };
		expect(
			stamps(
				definition,
				order('A', '10', { occurredAt: NOON }),
				order('B', '10', { occurredAt: NOON + 89 * DAY_MS }),
				order('B', '10', { occurredAt: NOON + 90 * DAY_MS, ...cancelled }),
				order('B', '10', { occurredAt: NOON + 90 * DAY_MS + 1, source: 'segment' }),
				order('B', '10', { occurredAt: NOON + 90 * DAY_MS + 2, ...cancelled, source: 'crm' }),
				order('A', '10', { occurredAt: NOON + 90 * DAY_MS + 3, ...cancelled }),
			),
		).toEqual(['buyer', 'buyer', 'asleep', 'asleep', 'asleep', 'unsegmented']);
	});

	test('do not add up currencies', () => {
		const definition = segmented(['high_value', { field: 'spent.EUR', op: 'gte', value: 100 }]);
		const dollars = { value: { amount: '99', currency: 'USD' } };
		expect(
			stamps(definition, order('A', '1'), order('B', '99', { ...dollars, occurredAt: NOON + 1 })),
		).toEqual(['unsegmented', 'unsegmented']);
	});

	test('know the days since the last order', () => {
		const definition = segmented(['asleep', { field: 'daysSinceOrder', op: 'gte', value: 90 }]);
		expect(
			stamps(
				definition,
				wholeOf('0', { occurredAt: NOON - 1 }),
				order('A', '1'),
				wholeOf('1', { occurredAt: NOON + 90 * DAY_MS - 1 }),
				wholeOf('2', { occurredAt: NOON + 90 * DAY_MS }),
			),
		).toEqual(['unsegmented', 'unsegmented', 'unsegmented', 'asleep']);
	});

	test('see a critical need: a low score, or two complaints, or what was said', () => {
		const definition = segmented([
			'needs_care',
			{
				any: [
					{ field: 'lowestScore', op: 'lte', value: 20 },
					{ field: 'touchpoints.ticket_opened', op: 'gte', value: 2 },
					{ field: 'attributes.address.city', op: 'eq', value: 'Rasht' },
				],
			},
		]);
		const survey = wholeOf('s', { type: 'survey_answered', score: 20 });
		const tickets = [1, 2].map((n) =>
			wholeOf(`t${n}`, { type: 'ticket_opened', occurredAt: NOON + n }),
		);
		const said = wholeOf('a', { attributes: { address: { city: 'Rasht' } } });
		expect(stamps(definition, survey)).toEqual(['needs_care']);
		expect(stamps(definition, ...tickets)).toEqual(['unsegmented', 'needs_care']);
		expect(stamps(definition, said, wholeOf('b', { occurredAt: NOON + 1 }))).toEqual([
			'needs_care',
			'needs_care',
		]);
	});

	test('take a refund off an order that is told of only later', () => {
		const definition = segmented(['high_value', { field: 'spent.EUR', op: 'gte', value: 100 }]);
		const early = order('A', '30', { occurredAt: NOON - 1, type: 'order_refunded' });
		expect(stamps(definition, early, order('A', '120'))).toEqual(['unsegmented', 'unsegmented']);
		expect(stamps(definition, order('A', '120'))).toEqual(['high_value']);
	});

	test('cost a definition without them nothing', () => {
		const [first] = stepsOf(trialJourney(), order('A', '1'));
		expect(first?.state).not.toHaveProperty('tally');
	});

	test('remember a bounded number of orders', () => {
		const definition = segmented(['buyer', { field: 'orders', op: 'gte', value: 1 }]);
		const many = Array.from({ length: 300 }, (_, n) =>
			order(String(n), '1', { occurredAt: NOON + n }),
		);
		const { state } = stepsOf(definition, ...many).at(-1)!;
		expect(state.tally?.orders.orders).toBe(300);
		expect(state.tally?.orders.latest.length).toBeLessThanOrEqual(50);
	});
});

/** Two publications: by the first, two orders are many; by the second, few. */
const published: RfmHistory = [
	{
		from: NOON + 2 * MINUTE_MS,
		limits: {
			asOf: NOON,
			customers: 50,
			recency: [NOON, NOON + MINUTE_MS, NOON + 2 * MINUTE_MS, NOON + 3 * MINUTE_MS],
			frequency: [1, 1, 1, 1],
			monetary: { EUR: [100_000, 200_000, 300_000, 400_000] },
		},
	},
	{
		from: NOON + 4 * MINUTE_MS,
		limits: {
			asOf: NOON + 3 * MINUTE_MS,
			customers: 70,
			recency: [NOON, NOON + MINUTE_MS, NOON + 2 * MINUTE_MS, NOON + 10 * MINUTE_MS],
			frequency: [2, 3, 4, 5],
			monetary: {},
		},
	},
];
const under = (history: RfmHistory, touchpoints: readonly FoldTouchpoint[]) =>
	touchpoints.map((one) => ({ ...one, limits: limitsAt(history, one.occurredAt) }));

describe('rules that ask for recency, frequency and money', () => {
	const rfm = (field: string, least: number): Condition => ({
		field: `rfm.${field}`,
		op: 'gte',
		value: least,
	});

	test('stamp by the limits that held at the time, and nobody before the first', () => {
		const definition = segmented(['frequent', rfm('frequency', 5)], ['known', rfm('recency', 1)]);
		const history = [
			order('A', '10', { occurredAt: NOON }),
			order('B', '10', { occurredAt: NOON + MINUTE_MS }),
			wholeOf('just before', { occurredAt: NOON + 2 * MINUTE_MS - 1 }),
			wholeOf('by the first', { occurredAt: NOON + 2 * MINUTE_MS }),
			wholeOf('still', { occurredAt: NOON + 4 * MINUTE_MS - 1 }),
			wholeOf('by the second', { occurredAt: NOON + 4 * MINUTE_MS }),
		];
		expect(stamps(definition, ...under(published, history))).toEqual([
			'unsegmented',
			'unsegmented',
			'unsegmented',
			'frequent',
			'frequent',
			'known',
		]);
	});

	test('know only what was bought up to the touchpoint, and nothing of who never bought', () => {
		const definition = segmented(['frequent', rfm('frequency', 5)]);
		const at = NOON + 2 * MINUTE_MS;
		const history = [
			wholeOf('0', { occurredAt: at }),
			order('A', '10', { occurredAt: at + 1 }),
			order('B', '10', { occurredAt: at + 2 }),
		];
		expect(stamps(definition, ...under(published, history))).toEqual([
			'unsegmented',
			'unsegmented',
			'frequent',
		]);
	});

	test('compare money within the currency of the most orders, where there are limits for it', () => {
		const definition = segmented(['big', rfm('monetary', 4)], ['counted', rfm('monetary', 1)]);
		const at = NOON + 2 * MINUTE_MS;
		const dollars = { value: { amount: '99', currency: 'USD' } };
		const history = [
			order('A', '35', { occurredAt: at }),
			order('B', '99', { ...dollars, occurredAt: at + 1 }),
			order('C', '99', { ...dollars, occurredAt: at + 2 }),
		];
		expect(stamps(definition, ...under(published, history))).toEqual(['big', 'big', 'unsegmented']);
	});

	test('do not work without limits, rather than take nobody for the answer', () => {
		const definition = segmented(['frequent', rfm('frequency', 5)]);
		expect(() => stamps(definition, order('A', '1'))).toThrow('need the limits');
	});

	test('are refused in a journey of which one customer has several', () => {
		const definition = { ...segmented(['frequent', rfm('frequency', 5)]), keyKind: 'order' };
		const { error } = journeyDefinitionSchema.safeParse(definition);
		expect(error?.issues).toMatchObject([
			{
				path: ['segments', 0, 'when'],
				message: 'rfm compares whole customers, and this journey is one per order',
			},
		]);
	});

	test('ask for no field of another name', () => {
		const definition = segmented(['frequent', rfm('frequncy', 5)]);
		expect(journeyDefinitionSchema.safeParse(definition).success).toBe(false);
	});
});

describe('any history under segment rules', () => {
	const definition = segmented(
		['champion', { field: 'rfm.monetary', op: 'gte', value: 4 }],
		['frequent', { field: 'rfm.frequency', op: 'gte', value: 3 }],
		['asleep', { field: 'rfm.recency', op: 'eq', value: 2 }],
		['high_value', { field: 'spent.EUR', op: 'gte', value: 50 }],
		['needs_care', { field: 'lowestScore', op: 'lt', value: 30 }],
		[
			'regular',
			{
				all: [
					{ field: 'orders', op: 'gte', value: 2 },
					{ field: 'touchpoints', op: 'gte', value: 4 },
				],
			},
		],
		['local', { field: 'attributes.city', op: 'eq', value: 'Rasht' }],
	);
	const history = historyOf(
		fc
			.record({
				type: fc.constantFrom(
					'order_completed',
					'order_refunded',
					'order_cancelled',
					'page_viewed',
				),
				key: fc.constantFrom('A', 'B', 'C'),
				amount: fc.constantFrom('10.10', '30', '45.2'),
				score: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
				city: fc.option(fc.constantFrom('Rasht', 'Athens'), { nil: undefined }),
			})
			.map(({ type, key, amount, score, city }) => ({
				type,
				keys: { order: key },
				value: { amount, currency: 'EUR' },
				attributes: city === undefined ? {} : { city },
				...(score === undefined ? {} : { score }),
			})),
		wholeOf,
	);

	test('gives the same stamps and state for every order, repetition and split', () => {
		fc.assert(
			fc.property(
				history.chain((facts) => {
					const events = under(published, facts);
					return fc.tuple(
						fc.constant(events),
						fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
					);
				}),
				([events, shuffled]) => {
					const expected = foldHistory(definition, events);
					expect(foldHistory(definition, shuffled)).toEqual(expected);
					// One by one from a state that went through JSON, as the store keeps it.
					let state = EMPTY_JOURNEY;
					for (const one of [...events].sort(compareFoldKeys)) {
						state = JSON.parse(JSON.stringify(step(definition, state, one).state));
					}
					expect(state).toEqual(expected.at(-1)?.step.state ?? EMPTY_JOURNEY);
				},
			),
		);
	});
});
