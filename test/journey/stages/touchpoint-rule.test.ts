import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import { refusalOf, type TouchpointRule } from '../../../journey/stages/touchpoint-rule';
import type { Touchpoint } from '../../../journey/touchpoint';
import { touchpoint } from '../../support/touchpoint';
import { stepsOf, trialJourney, wholeOf } from './support';

const order = (facts: Partial<Touchpoint> & { score?: number } = {}) => {
	const whole = touchpoint('1', { type: 'order_completed', ...facts });
	return { type: whole.type, score: whole.experience?.score, whole };
};

const EUR_20 = { value: { amount: '20.00', currency: 'EUR' } };

type Row = [
	string,
	Partial<TouchpointRule>,
	Partial<Touchpoint> & { score?: number },
	string | null,
];

const rows: Row[] = [
	['a rule without conditions', {}, {}, null],
	['a channel that is listed', { channels: ['web', 'app'] }, {}, null],
	['a channel that is not', { channels: ['store'] }, {}, 'channel_not_listed'],
	['a source that is listed', { sources: ['test'] }, {}, null],
	['a source that is not', { sources: ['shopify'] }, {}, 'source_not_listed'],
	['a value that is just enough', { minValue: 20 }, EUR_20, null],
	['a value that is too low', { minValue: 20.01 }, EUR_20, 'value_too_low'],
	['no value', { minValue: 1 }, {}, 'value_missing'],
	['a value in the currency', { minValue: 20, currency: 'EUR' }, EUR_20, null],
	['a value in another currency', { minValue: 2, currency: 'USD' }, EUR_20, 'other_currency'],
	['a score in range', { minScore: 40, maxScore: 60 }, { score: 60 }, null],
	['a score below', { minScore: 40 }, { score: 39 }, 'score_out_of_range'],
	['a score above', { maxScore: 60 }, { score: 61 }, 'score_out_of_range'],
	['no score', { minScore: 0 }, {}, 'score_missing'],
	[
		'a property that is as asked',
		{ when: { field: 'properties.plan.name', op: 'eq', value: 'yearly' } },
		{ properties: { plan: { name: 'yearly' } } },
		null,
	],
	[
		'a property with dots in its name',
		{ when: { field: 'properties.plan.name', op: 'eq', value: 'yearly' } },
		{ properties: { 'plan.name': 'yearly', plan: { name: 'monthly' } } },
		null,
	],
	[
		'a property that is not as asked',
		{ when: { field: 'properties.plan', op: 'eq', value: 'yearly' } },
		{ properties: { plan: 'monthly' } },
		'condition_failed',
	],
	['a key', { when: { field: 'keys.order', op: 'exists' } }, { keys: { order: 'A' } }, null],
	[
		'an attribute',
		{ when: { field: 'attributes.age', op: 'gte', value: 18 } },
		{ attributes: { age: '17' } },
		'condition_failed',
	],
	[
		'a product',
		{ when: { field: 'products', op: 'contains', value: 'p1' } },
		{ products: [{ id: 'p1' }] },
		null,
	],
	['what a machine did', {}, { properties: { machine: true } }, 'made_by_machine'],
	[
		'what a machine did, where it counts',
		{ byMachines: true },
		{ properties: { machine: true } },
		null,
	],
];

describe('a rule on touchpoints', () => {
	test.each(rows)('%s', (_name, conditions, facts, why) => {
		const rule = { types: ['order_completed'], ...conditions };
		expect(refusalOf(rule, order(facts))?.why ?? null).toBe(why);
	});

	test('says which condition failed', () => {
		const when = { field: 'properties.plan', op: 'eq', value: 'yearly' } as const;
		expect(refusalOf({ types: ['order_completed'], when }, order())).toMatchObject({
			why: 'condition_failed',
			failed: { code: 'field_missing', field: 'properties.plan' },
		});
	});

	test('with conditions is not decided on half a touchpoint', () => {
		expect(() => refusalOf({ types: ['x'], minValue: 1 }, { type: 'x' })).toThrow(TypeError);
	});
});

describe('rules in a definition', () => {
	test('an open by a machine moves nobody, and says so', () => {
		const open = (machine: boolean) =>
			stepsOf(
				BUILT_IN_DEFINITIONS.five_stage,
				wholeOf('1', { type: 'campaign_opened', properties: machine ? { machine } : {} }),
			)[0];
		expect(open(false)).toMatchObject({ movement: 'entered', to: 'awareness' });
		expect(open(true)).toMatchObject({
			movement: 'stayed',
			to: null,
			why: 'made_by_machine',
			refused: [{ stage: 'awareness', why: 'made_by_machine' }],
		});
	});

	test('a goal and an exit can have conditions, and what is both is a goal', () => {
		const definition = trialJourney({
			goals: [{ types: ['order_completed'], minValue: 100 }],
			exits: ['order_completed', { types: ['account_closed'], channels: ['phone'] }],
		});
		const start = wholeOf('0', { type: 'trial_started' });
		const end = (facts: Partial<Touchpoint>) =>
			stepsOf(definition, start, wholeOf('1', facts)).at(-1);
		const worth = (amount: string) => ({
			type: 'order_completed',
			value: { amount, currency: 'EUR' },
		});
		expect(end(worth('100'))).toMatchObject({ movement: 'completed', why: 'goal_reached' });
		expect(end(worth('99'))).toMatchObject({ movement: 'exited', why: 'exit_rule' });
		expect(end({ type: 'account_closed', channel: 'phone' })?.movement).toBe('exited');
		expect(end({ type: 'account_closed' })?.movement).toBe('stayed');
	});

	test('a machine reaches no goal', () => {
		const definition = trialJourney({ goals: ['campaign_clicked'] });
		const steps = stepsOf(
			definition,
			wholeOf('0', { type: 'trial_started' }),
			wholeOf('1', { type: 'campaign_clicked', properties: { machine: true } }),
		);
		expect(steps.at(-1)?.movement).toBe('stayed');
	});
});

describe('re-entry', () => {
	const ended = [
		wholeOf('0', { type: 'trial_started' }),
		wholeOf('1', { type: 'order_completed' }),
		wholeOf('2', { type: 'trial_started' }),
	];

	test('is after the end, unless it is never', () => {
		const goals = ['order_completed'];
		expect(stepsOf(trialJourney({ goals }), ...ended).at(-1)).toMatchObject({
			movement: 'entered',
			to: 'trial',
		});
		expect(stepsOf(trialJourney({ goals, reEntry: 'never' }), ...ended).at(-1)).toMatchObject({
			movement: 'stayed',
			why: 'no_re_entry',
			state: { status: 'completed' },
		});
	});

	test('is refused within the cool-down, by its last millisecond', () => {
		const definition = trialJourney({ goals: ['order_completed'], coolDownMs: 1000 });
		const again = (after: number) =>
			stepsOf(
				definition,
				wholeOf('0', { type: 'trial_started', occurredAt: 0 }),
				wholeOf('1', { type: 'order_completed', occurredAt: 1 }),
				wholeOf('2', { type: 'trial_started', occurredAt: 1 + after }),
			).at(-1);
		expect(again(999)?.why).toBe('cool_down');
		expect(again(1000)?.movement).toBe('entered');
	});
});
