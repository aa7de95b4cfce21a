import type { CustomerContext } from '../../../journey/customer-context';
import { routeContact } from '../../../journey/routing/route-contact';
import type { IncomingContact } from '../../../journey/routing/routing';
import { routingRulesSchema, type RoutingRulesInput } from '../../../journey/routing/rules';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import type { JourneyDefinition } from '../../../journey/stages/definition';
import { customerOf } from '../offers/customers';

/** Wednesday 14 January 2026, 08:10 in Athens. */
const MORNING = Date.parse('2026-01-14T08:10:00+02:00');
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const { five_stage } = BUILT_IN_DEFINITIONS;

const contactOf = (changes: Partial<IncomingContact> = {}): IncomingContact => ({
	channel: 'phone',
	wantsPerson: false,
	topic: null,
	at: MORNING,
	...changes,
});

const route = (
	context: CustomerContext | null,
	contact: Partial<IncomingContact> = {},
	rules: RoutingRulesInput = {},
	definition: JourneyDefinition = five_stage,
) =>
	routeContact(context, contactOf(contact), {
		definition,
		rules: routingRulesSchema.parse(rules),
		workspaceZone: 'Europe/Athens',
	});

const codes = ({ why }: ReturnType<typeof route>) => why.map(({ code }) => code);

const athensTime = (at: number | null) =>
	at === null ? null : new Date(at + 2 * HOUR_MS).toISOString().slice(0, 16).replace('T', ' ');

/** Ordered an ordinary medicine online at eight in the evening, twelve hours ago; often acts about eleven. */
const patient = (known: Partial<CustomerContext> = {}): CustomerContext =>
	customerOf({
		timeZone: 'Europe/Athens',
		language: 'el',
		journeys: [{ stage: 'purchase', enteredAt: MORNING - 12 * HOUR_MS }],
		known: {
			openOrders: [
				{
					key: '5001',
					status: 'ordered',
					orderedAt: MORNING - 12 * HOUR_MS,
					lastAt: MORNING - 12 * HOUR_MS,
					value: { amount: '8.40', currency: 'EUR' },
				},
			],
			value: {
				orders: 1,
				spent: [{ amount: '8.40', currency: 'EUR' }],
				firstOrderAt: MORNING - 12 * HOUR_MS,
				lastOrderAt: MORNING - 12 * HOUR_MS,
			},
			preferredHour: { hour: 11, zone: 'Europe/Athens', basis: 14 },
			...known,
		},
	});

describe('the medicine: an ordinary order, and a call twelve hours later', () => {
	test('the phone system knows the order and gives its status', () => {
		const routing = route(patient());
		expect(routing).toMatchObject({
			route: 'self_service',
			order: { key: '5001', status: 'ordered' },
			callBackAt: null,
			skill: null,
			priority: 5,
			language: 'el',
			stage: 'purchase',
			why: [{ code: 'order_status_known', order: '5001', status: 'ordered' }],
		});
	});

	test('who still wants a person is called back at the best time, since value and urgency are low', () => {
		const routing = route(patient(), { wantsPerson: true });
		expect(routing).toMatchObject({ route: 'call_back', priority: 5 });
		expect(athensTime(routing.callBackAt)).toBe('2026-01-14 11:30');
		expect(routing.why).toEqual([
			{ code: 'asked_for_person' },
			{ code: 'low_value_and_urgency', orders: 1 },
			{ code: 'preferred_hour', hour: 11, zone: 'Europe/Athens' },
			{
				code: 'stage_owner',
				stage: 'purchase',
				owner: five_stage.stages.find(({ name }) => name === 'purchase')?.owner,
			},
		]);
		expect(routing.skill).toBe(five_stage.stages.find(({ name }) => name === 'purchase')?.owner);
	});

	test('a medicine that the customer cannot do without is a critical need, and goes to an agent', () => {
		const careful: JourneyDefinition = {
			...five_stage,
			stages: five_stage.stages.map((stage) =>
				stage.name === 'purchase' ? { ...stage, criticalNeeds: ['Insulin in time'] } : stage,
			),
		};
		const routing = route(patient(), { topic: 'insulin' }, {}, careful);
		expect(routing).toMatchObject({ route: 'agent', priority: 3 });
		expect(routing.why[0]).toEqual({
			code: 'critical_need',
			stage: 'purchase',
			need: 'Insulin in time',
		});
	});

	test('an order that should long be on its way is told by an agent', () => {
		const order = { ...patient().openOrders[0]!, orderedAt: MORNING - 8 * DAY_MS };
		expect(route(patient({ openOrders: [order] }))).toMatchObject({ route: 'agent', priority: 4 });
	});
});

describe('Charlotte: a loyal customer who is annoyed', () => {
	const charlotte = customerOf({
		language: 'en-GB',
		segment: 'vip',
		journeys: [{ stage: 'retention', enteredAt: MORNING - 40 * DAY_MS }],
		known: {
			value: {
				orders: 7,
				spent: [{ amount: '612.00', currency: 'EUR' }],
				firstOrderAt: MORNING - 400 * DAY_MS,
				lastOrderAt: MORNING - 41 * DAY_MS,
			},
			mood: { score: 20, at: MORNING - 2 * DAY_MS, metric: 'csat', lowest: 20 },
			openCases: [
				{
					key: 'T-7',
					openedAt: MORNING - 3 * DAY_MS,
					lastAt: MORNING - 2 * DAY_MS,
					channel: 'email',
					topic: 'Broken cup',
				},
			],
		},
	});

	test('is put through at once, with all that speaks for it', () => {
		const routing = route(charlotte, { topic: 'Complaint' });
		expect(routing).toMatchObject({ route: 'agent', priority: 1, language: 'en-GB' });
		expect(routing.why.slice(0, 4)).toEqual([
			{ code: 'high_value', orders: 7, spent: { amount: '612.00', currency: 'EUR' } },
			{ code: 'urgent_topic', topic: 'Complaint' },
			{
				code: 'low_mood',
				score: 20,
				lowest: 20,
				metric: 'csat',
				at: MORNING - 2 * DAY_MS,
			},
			{ code: 'open_case', case: 'T-7', topic: 'Broken cup', openedAt: MORNING - 3 * DAY_MS },
		]);
	});

	test('goes to whom the first rule that fits names', () => {
		const skills = [
			{ topic: 'billing', skill: 'accounts' },
			{ topic: 'complaint', language: 'el', skill: 'care_el' },
			{ topic: 'complaint', language: 'en', segment: 'vip', skill: 'care_en' },
			{ skill: 'everybody' },
		];
		const routing = route(charlotte, { topic: 'complaint' }, { skills });
		expect(routing.skill).toBe('care_en');
		expect(routing.why.at(-1)).toEqual({ code: 'skill_rule', rule: 3 });
		expect(route(charlotte, { topic: null }, { skills }).skill).toBe('everybody');
	});

	test('is called back as soon as the business opens, when it is closed', () => {
		const businessHours = {
			start: '09:00',
			end: '17:00',
			weekdays: ['monday' as const, 'thursday' as const],
			zone: 'Europe/Athens',
		};
		const routing = route(charlotte, { topic: 'complaint' }, { businessHours });
		expect(routing).toMatchObject({ route: 'call_back', priority: 1 });
		expect(athensTime(routing.callBackAt)).toBe('2026-01-15 09:00');
		expect(codes(routing)).toContain('closed');
	});

	test('does not count as unhappy for ever', () => {
		const calm = { ...charlotte, mood: { ...charlotte.mood!, lowest: null }, openCases: [] };
		expect(codes(route(calm, { wantsPerson: true }))).not.toContain('low_mood');
	});
});

describe('the tablet: a buyer comes to the store with a code', () => {
	test('is served there, whatever the value and the hour', () => {
		const buyer = customerOf({ journeys: [{ stage: 'consideration', enteredAt: MORNING }] });
		const routing = route(buyer, { channel: 'store' });
		expect(routing).toMatchObject({ route: 'agent', callBackAt: null, stage: 'consideration' });
		expect(routing.why[0]).toEqual({ code: 'in_person', channel: 'store' });
	});
});

describe('anybody else', () => {
	test('whoever is unknown may become a customer and is put through', () => {
		expect(route(null)).toMatchObject({
			route: 'agent',
			priority: 4,
			order: null,
			stage: null,
			language: null,
			skill: null,
			why: [{ code: 'unknown_customer' }],
		});
	});

	test('whoever is unknown and calls while the business is closed is called back', () => {
		const businessHours = {
			start: '09:00',
			end: '17:00',
			weekdays: ['wednesday' as const],
			zone: 'Europe/Athens',
		};
		const routing = route(null, {}, { businessHours });
		expect(routing).toMatchObject({ route: 'call_back', priority: 4 });
		expect(athensTime(routing.callBackAt)).toBe('2026-01-14 09:00');
		expect(route(null, { channel: 'chat' }, { businessHours }).route).toBe('agent');
	});

	test('whoever cannot be called is put through', () => {
		const routing = route(customerOf({}), { channel: 'chat' });
		expect(routing.route).toBe('agent');
		expect(codes(routing)).toEqual(['low_value_and_urgency', 'no_phone_number']);
	});

	test('a topic that the status does not answer needs a person', () => {
		expect(route(patient(), { topic: 'dosage' }).route).toBe('call_back');
		expect(route(patient(), { topic: 'Order status' }).route).toBe('self_service');
	});

	test('a case that was opened by this very contact says nothing about it', () => {
		const justNow = {
			key: 'T-8',
			openedAt: MORNING - 60_000,
			lastAt: MORNING,
			channel: 'phone' as const,
			topic: null,
		};
		expect(route(patient({ openCases: [justNow] })).route).toBe('self_service');
	});

	test('value is told by money, orders, segment or standing, and counts once', () => {
		const spent = { value: { ...patient().value, spent: [{ amount: '90', currency: 'EUR' }] } };
		const wanting = { wantsPerson: true };
		const rules = { highValueSpent: { amount: '89.99', currency: 'EUR' } };
		expect(route(patient(spent), wanting, rules)).toMatchObject({ route: 'agent', priority: 4 });
		const inDollars = { highValueSpent: { amount: '1', currency: 'USD' } };
		expect(route(patient(spent), wanting, inDollars).route).toBe('call_back');
		expect(route(patient(), wanting, { highValueOrders: 1 }).route).toBe('agent');
		const best = { recency: 5, frequency: 1, monetary: 5, basis: 50, asOf: MORNING } as const;
		expect(route(patient({ rfm: best }), wanting).route).toBe('agent');
		const vip = route(patient({ segment: 'vip', rfm: best }), wanting, {
			highValueSegments: ['vip'],
			highValueOrders: 1,
		});
		expect(vip.priority).toBe(4);
		expect(codes(vip)).toEqual(['asked_for_person', 'high_value_segment', 'stage_owner']);
	});
});
