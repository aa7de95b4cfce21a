import type { IDataObject } from 'n8n-workflow';
import type { CustomerContext, Person } from '../../journey/customer-context';
import type { IssuedOffer } from '../../journey/offers/offer';
import { sharedEmailOf } from '../../journey/profile';
import { isoTime, isoTimeOrNull } from './iso-time';

/** Gives a customer's context as the fields of an item, times in ISO 8601. */
export function itemOfContext(context: CustomerContext): IDataObject {
	return {
		...itemOfPerson(context),
		attributes: context.attributes as IDataObject,
		consent: { ...context.consent },
		journeys: context.journeys.map((journey) => ({
			...journey,
			enteredAt: isoTimeOrNull(journey.enteredAt),
		})),
		touchpoints: context.touchpoints.map((touchpoint) => ({
			...touchpoint,
			occurredAt: isoTime(touchpoint.occurredAt),
			value: touchpoint.value ? { ...touchpoint.value } : null,
			keys: { ...touchpoint.keys },
		})),
		offers: context.offers.map(itemOfIssuedOffer),
		...itemOfNeeds(context),
		...itemOfWorth(context),
		accounts: context.accounts.map(({ others, ...account }) => ({
			...account,
			others: others.map((member) => ({ ...member, lastAt: isoTime(member.lastAt) })),
		})),
	};
}

/** Gives what is open between the customer and the business, how they feel, and how best to go on. */
function itemOfNeeds(context: CustomerContext): IDataObject {
	return {
		openOrders: context.openOrders.map(({ orderedAt, lastAt, value, ...order }) => ({
			...order,
			orderedAt: isoTime(orderedAt),
			lastAt: isoTime(lastAt),
			value: value && { ...value },
		})),
		openCases: context.openCases.map((open) => ({
			...open,
			openedAt: isoTime(open.openedAt),
			lastAt: isoTime(open.lastAt),
		})),
		mood: context.mood && { ...context.mood, at: isoTime(context.mood.at) },
		preferredChannel: context.preferredChannel,
		preferredHour: context.preferredHour && { ...context.preferredHour },
		nextContent: context.nextContent && { ...context.nextContent },
	};
}

/** Gives what the customer has bought, and where that puts them among all who have. */
function itemOfWorth({ value, rfm }: CustomerContext): IDataObject {
	return {
		value: {
			orders: value.orders,
			spent: value.spent.map((money) => ({ ...money })),
			firstOrderAt: isoTimeOrNull(value.firstOrderAt),
			lastOrderAt: isoTimeOrNull(value.lastOrderAt),
		},
		rfm: rfm && { ...rfm, asOf: isoTime(rfm.asOf) },
	};
}

/** Gives who a customer is and how to reach them. */
export function itemOfPerson(person: Person): IDataObject {
	const valueOf = (kind: string) =>
		person.identities.find((identity) => identity.kind === kind)?.value ?? null;
	return {
		customerId: person.customerId,
		email: valueOf('email') ?? sharedEmailOf(person),
		phone: valueOf('phone'),
		language: person.language,
		timeZone: person.timeZone,
		segment: person.segment,
		identities: person.identities.map(({ kind, namespace, value }) =>
			namespace === null ? { kind, value } : { kind, namespace, value },
		),
	};
}

/** Gives a code and its life, times in ISO 8601. */
export function itemOfIssuedOffer(issued: IssuedOffer): IDataObject {
	return {
		...issued,
		issuedAt: isoTime(issued.issuedAt),
		expiresAt: isoTime(issued.expiresAt),
		redeemedAt: isoTimeOrNull(issued.redeemedAt),
	};
}
