import type { Channel } from '../channel';
import { currentJourney } from '../context/current-journey';
import { isReachable } from '../context/reachability';
import type { CustomerContext, OpenOrder } from '../customer-context';
import type { JourneyDefinition, Stage } from '../stages/definition';
import { zoneOfCustomer } from '../time/zone-of-customer';
import { callBackTime, openFrom, usualHours } from './call-back-time';
import type { IncomingContact, Route, Routing, RoutingReason } from './routing';
import { isTopic, type RoutingRules } from './rules';
import { skillFor } from './skill';
import { weigh, type Weight } from './weight';

/** What routing needs to know beside the contact. */
export interface RoutingSurroundings {
	/** The journey whose stages and owners count. */
	readonly definition: JourneyDefinition;
	readonly rules: RoutingRules;
	/** IANA zone of customers who tell none. */
	readonly workspaceZone: string;
}

/** Where people stand before each other: nobody there is sent away or called back. */
const IN_PERSON: readonly Channel[] = ['store', 'event'];

/** Of somebody who may become a customer; of anybody else the weight is their own. */
const WEIGHT_OF_UNKNOWN = 1;

/** What is decided for a contact, and why. */
interface Decision {
	readonly route: Route;
	readonly callBackAt: number | null;
	readonly why: readonly RoutingReason[];
}

/**
 * Gives how an incoming contact is answered. Whoever asks for an order that is on its way hears its status; whoever still
 * wants a person is put through when their value or the matter carries weight, and else called back at the best time;
 * while the business is closed, everybody who can be called is called back; who is there in person is always served.
 * `context` is null for somebody unknown, whose contact carries weight. Pure.
 */
export function routeContact(
	context: CustomerContext | null,
	contact: IncomingContact,
	surroundings: RoutingSurroundings,
): Routing {
	const { definition, rules } = surroundings;
	const stage = context ? stageOf(context, definition) : null;
	const weight: Weight = context
		? weigh(context, contact, stage, rules)
		: { points: WEIGHT_OF_UNKNOWN, why: [{ code: 'unknown_customer' }] };
	const skill = skillFor(context, contact.topic, stage, rules);
	const order = context?.openOrders[0] ?? null;
	const decision =
		selfService(contact, weight, order, rules) ??
		withPerson(context, contact, weight, surroundings);
	return {
		...decision,
		order,
		skill: decision.route === 'self_service' ? null : skill.skill,
		priority: priorityOf(weight),
		language: context?.language ?? null,
		stage: stage?.name ?? null,
		why: [
			...(contact.wantsPerson ? [{ code: 'asked_for_person' } as const] : []),
			...weight.why,
			...decision.why,
			...(decision.route === 'self_service' ? [] : skill.why),
		],
	};
}

/** The stage of the journey of this definition that the customer entered last and has not ended. */
function stageOf({ journeys }: CustomerContext, definition: JourneyDefinition): Stage | null {
	const journey = currentJourney(
		journeys.filter(
			({ definition: name, status }) => name === definition.name && status === 'active',
		),
	);
	return definition.stages.find(({ name }) => name === journey?.stage) ?? null;
}

/** What presses is not answered by a machine; high value alone is no reason to wait for a person. */
function selfService(
	{ channel, wantsPerson, topic }: IncomingContact,
	{ why }: Weight,
	order: OpenOrder | null,
	{ selfServiceTopics }: RoutingRules,
): Decision | null {
	const presses = why.some(({ code }) => code !== 'high_value' && code !== 'high_value_segment');
	if (wantsPerson || order === null || presses || IN_PERSON.includes(channel)) return null;
	if (topic !== null && !isTopic(topic, selfServiceTopics)) return null;
	const { key, status } = order;
	return {
		route: 'self_service',
		callBackAt: null,
		why: [{ code: 'order_status_known', order: key, status }],
	};
}

function withPerson(
	context: CustomerContext | null,
	contact: IncomingContact,
	weight: Weight,
	{ rules, workspaceZone }: RoutingSurroundings,
): Decision {
	const { channel, at } = contact;
	const agent = (...why: RoutingReason[]): Decision => ({ route: 'agent', callBackAt: null, why });
	if (IN_PERSON.includes(channel)) return agent({ code: 'in_person', channel });
	const opens = rules.businessHours ? openFrom(at, rules.businessHours) : at;
	const isClosed = opens > at;
	if (weight.points > 0 && !isClosed) return agent();
	const why: RoutingReason[] = isClosed
		? [{ code: 'closed', opensAt: opens }]
		: [{ code: 'low_value_and_urgency', orders: context?.value.orders ?? 0 }];
	if (channel !== 'phone' && !(context && isReachable(context, 'phone')))
		return agent(...why, { code: 'no_phone_number' });
	const zone = context ? zoneOfCustomer(context, workspaceZone).zone : workspaceZone;
	const preferred = context?.preferredHour ?? null;
	// What presses is called back as soon as there is somebody, not when it is most convenient.
	const best = weight.points > 0 ? null : preferred;
	const callBackAt = callBackTime(at, rules.businessHours ?? usualHours(zone), zone, best);
	if (callBackAt === null) return agent(...why, { code: 'no_time_to_call' });
	if (best) why.push({ code: 'preferred_hour', hour: best.hour, zone: best.zone });
	return { route: 'call_back', callBackAt, why };
}

function priorityOf({ points }: Weight): Routing['priority'] {
	return ([5, 4, 3, 2] as const)[points] ?? 1;
}
