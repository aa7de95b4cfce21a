import type { IDataObject } from 'n8n-workflow';
import type { CustomerContext } from '../../../../journey/customer-context';
import type { Candidate } from '../../../../journey/offers/candidate';
import type { IssuedOffer, Offer } from '../../../../journey/offers/offer';
import { timesIn } from '../../../../report/language/format';
import { isoTime } from '../../../shared/iso-time';
import { languageOf, textFor } from '../../../shared/customer-language';
import { usableZone } from '../../../shared/time-zone';
import type { Decision } from './decide-offer';

/** Gives why an offer was made or not, with every candidate, as the fields of an item. */
export function itemOfDecision({ choice }: Decision, dryRun: boolean): IDataObject {
	return { why: choice.why, dryRun, candidates: choice.candidates.map(itemOfCandidate) };
}

/** Gives the offer that was made, in words and times of the customer, else of the workflow's time zone. */
export function itemOfMadeOffer(
	offer: Offer,
	issued: IssuedOffer,
	customer: CustomerContext,
	workflowZone: string,
): IDataObject {
	const zone = usableZone(customer.timeZone) ?? workflowZone;
	const language = languageOf(customer.language);
	return {
		code: issued.code,
		offerId: offer.id,
		offerTitle: textFor(customer.language, offer.title),
		offerLanguage: language,
		benefit: offer.benefit as unknown as IDataObject,
		issuedAt: isoTime(issued.issuedAt, zone),
		expiresAt: isoTime(issued.expiresAt, zone),
		expiresAtZone: zone,
		expiresAtText: timesIn(language, zone)(issued.expiresAt),
	};
}

/** A reason's details are plain data already; n8n's type for that is only narrower. */
function itemOfCandidate(candidate: Candidate): IDataObject {
	return structuredClone(candidate) as unknown as IDataObject;
}
