import type { IDataObject } from 'n8n-workflow';
import { fieldsOf } from '../../../../journey/conditions/condition';
import { CUSTOMER_VOCABULARY, VIEW_FIELD_FORMS } from '../../../../journey/offers/customer-view';
import { offerSchema, type Offer } from '../../../../journey/offers/offer';
import { isoTime, timeOfIso } from '../../../shared/iso-time';
import { Misconfiguration } from '../../../shared/misconfiguration';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Gives an offer as the fields of an item: times in ISO 8601, the life of a code in days. */
export function itemOfOffer(offer: Offer): IDataObject {
	const { startsAt, endsAt, codeLifeMs, ...rest } = offer;
	return {
		...(rest as unknown as IDataObject),
		startsAt: isoTime(startsAt),
		endsAt: isoTime(endsAt),
		codeLifeDays: codeLifeMs / DAY_MS,
	};
}

/**
 * Gives the offer that fields like those of `itemOfOffer` describe; times without a zone are read in `zone`. `startsAt`,
 * `endsAt`, `codeLifeDays`, `priority`, `caps` and `fallback` may be left out: from now, for a year, 14 days, 0, one code
 * for each customer, no.
 */
export function offerOfItem(json: IDataObject, zone: string, now: number): Offer {
	const startsAt = timeIn(json.startsAt, zone, 'startsAt') ?? now;
	const codeLifeDays = json.codeLifeDays ?? 14;
	const candidate = {
		...json,
		startsAt,
		endsAt: timeIn(json.endsAt, zone, 'endsAt') ?? startsAt + 365 * DAY_MS,
		codeLifeMs: typeof codeLifeDays === 'number' ? Math.round(codeLifeDays * DAY_MS) : codeLifeDays,
		priority: json.priority ?? 0,
		caps: json.caps ?? { perCustomer: 1 },
		fallback: json.fallback ?? false,
	};
	const result = offerSchema.safeParse(candidate);
	if (result.success) return withKnownFields(result.data);
	const [issue] = result.error.issues;
	const place = issue?.path.join('.').replace('codeLifeMs', 'codeLifeDays') || 'offer';
	throw new Misconfiguration(
		`The offer is not valid at '${place}': ${issue?.message ?? 'unknown value'}`,
		'Correct that field and save the offer again; nothing was changed.',
	);
}

/** A misspelled field would refuse the offer to every customer, and nobody would know why. */
function withKnownFields(offer: Offer): Offer {
	const asked = offer.eligibility ? fieldsOf(offer.eligibility) : [];
	const unknown = asked.find((field) => !CUSTOMER_VOCABULARY.has(field));
	if (unknown === undefined) return offer;
	throw new Misconfiguration(
		`The offer is not valid at 'eligibility': no customer has a field '${unknown}'`,
		`Ask for one of these: ${VIEW_FIELD_FORMS.join(', ')}. Nothing was changed.`,
	);
}

function timeIn(value: unknown, zone: string, field: string): number | null {
	if (value === undefined || value === null || value === '') return null;
	const time = typeof value === 'string' ? timeOfIso(value, zone) : null;
	if (time !== null) return time;
	throw new Misconfiguration(
		`The offer is not valid at '${field}': it is not an ISO 8601 time`,
		'Write it as in 2026-12-31T23:59:59+02:00.',
	);
}
