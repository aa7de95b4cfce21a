import type { IDataObject } from 'n8n-workflow';
import type { CustomerContext } from '../../journey/customer-context';
import type { IssuedOffer } from '../../journey/offers/offer';
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
	};
}

/** Gives who a customer is and how to reach them. */
export function itemOfPerson(context: CustomerContext): IDataObject {
	const valueOf = (kind: string) =>
		context.identities.find((identity) => identity.kind === kind)?.value ?? null;
	return {
		customerId: context.customerId,
		email: valueOf('email'),
		phone: valueOf('phone'),
		language: context.language,
		timeZone: context.timeZone,
		segment: context.segment,
		identities: context.identities.map(({ kind, namespace, value }) =>
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
