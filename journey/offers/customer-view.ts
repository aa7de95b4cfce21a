import { CHANNELS, type Channel } from '../channel';
import type { CustomerContext, JourneyContext } from '../customer-context';

export type Scalar = string | number | boolean;
export type FieldValue = Scalar | readonly Scalar[];

/**
 * What a condition can ask about one customer: a value under each field path. Flat, so that reading a field is one
 * look-up and no path can reach a property that is not the customer's.
 */
export type CustomerView = ReadonlyMap<string, FieldValue>;

/** The journey a decision is about; without a key, the active one entered last, else the one entered last. */
export interface JourneyChoice {
	readonly definition: string;
	readonly key?: string;
}

/** Field paths that stand by themselves. */
export const VIEW_FIELDS = [
	'stage',
	'segment',
	'language',
	'timeZone',
	'endScore',
	'peakScore',
	'journey.key',
	'journey.status',
	'journey.visits',
	'journey.touchpoints',
] as const;

/** Beginnings of field paths that end in a name: an attribute, `<purpose>.<channel>`, a touchpoint type. */
export const VIEW_FIELD_PREFIXES = ['attributes.', 'consent.', 'touchpoints.'] as const;

/** Attributes nested deeper than this cannot be asked about: a sender's JSON has no such bound. */
const MAX_ATTRIBUTE_DEPTH = 6;

/** Tells whether a field path can ever have a value; `segmet` cannot, `attributes.city` can. */
export function isViewField(field: string): boolean {
	return (
		(VIEW_FIELDS as readonly string[]).includes(field) ||
		VIEW_FIELD_PREFIXES.some((prefix) => field.length > prefix.length && field.startsWith(prefix))
	);
}

/**
 * Gives the view of a customer within one journey. Null, undefined, empty text and numbers that are not finite are
 * left out, so they read as missing; without such a journey its fields are missing too. `touchpoints.<type>` counts
 * the touchpoints that the context holds, which may be fewer than ever happened. `consent.<purpose>.<channel>` is the
 * word that counts there, as `consentOn` gives it.
 */
export function customerView(context: CustomerContext, choice: JourneyChoice): CustomerView {
	const view = new Map<string, FieldValue>();
	put(view, 'segment', context.segment);
	put(view, 'language', context.language);
	put(view, 'timeZone', context.timeZone);
	const journey = findJourney(context.journeys, choice);
	if (journey) putJourney(view, journey);
	putAttributes(view, 'attributes', context.attributes, 1);
	putConsent(view, context.consent);
	for (const { type } of context.touchpoints) {
		const field = `touchpoints.${type}`;
		view.set(field, ((view.get(field) as number | undefined) ?? 0) + 1);
	}
	return view;
}

/**
 * Gives the customer's word on one purpose and channel, or null when there is none. A denial for all channels
 * outweighs a grant for one, because the context does not say which came later.
 */
export function consentOn(
	consent: CustomerContext['consent'],
	purpose: string,
	channel: Channel,
): 'granted' | 'denied' | null {
	const onAll = consent[`${purpose}.all`] ?? null;
	return onAll === 'denied' ? onAll : (consent[`${purpose}.${channel}`] ?? onAll);
}

function findJourney(
	journeys: readonly JourneyContext[],
	{ definition, key }: JourneyChoice,
): JourneyContext | undefined {
	return journeys
		.filter((journey) => journey.definition === definition && (key ?? journey.key) === journey.key)
		.sort(
			(a, b) =>
				Number(b.status === 'active') - Number(a.status === 'active') ||
				(b.enteredAt ?? -Infinity) - (a.enteredAt ?? -Infinity) ||
				(a.key < b.key ? -1 : 1),
		)[0];
}

function putJourney(view: Map<string, FieldValue>, journey: JourneyContext): void {
	put(view, 'stage', journey.stage);
	put(view, 'endScore', journey.endScore);
	put(view, 'peakScore', journey.peakScore);
	put(view, 'journey.key', journey.key);
	put(view, 'journey.status', journey.status);
	put(view, 'journey.visits', journey.visits);
	put(view, 'journey.touchpoints', journey.touchpoints);
}

/** Nested objects first, so that an attribute literally named `address.city` wins over `address: { city }`. */
function putAttributes(
	view: Map<string, FieldValue>,
	path: string,
	attributes: object,
	depth: number,
): void {
	const entries = Object.entries(attributes) as [string, unknown][];
	if (depth < MAX_ATTRIBUTE_DEPTH) {
		for (const [name, value] of entries) {
			if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
				putAttributes(view, `${path}.${name}`, value, depth + 1);
			}
		}
	}
	for (const [name, value] of entries) put(view, `${path}.${name}`, value);
}

function putConsent(view: Map<string, FieldValue>, consent: CustomerContext['consent']): void {
	for (const [key, word] of Object.entries(consent)) view.set(`consent.${key}`, word);
	for (const key of Object.keys(consent)) {
		if (!key.endsWith('.all')) continue;
		const purpose = key.slice(0, -'.all'.length);
		for (const channel of CHANNELS) {
			put(view, `consent.${purpose}.${channel}`, consentOn(consent, purpose, channel));
		}
	}
}

function put(view: Map<string, FieldValue>, field: string, value: unknown): void {
	if (isScalar(value)) view.set(field, value);
	else if (Array.isArray(value)) view.set(field, value.filter(isScalar));
}

function isScalar(value: unknown): value is Scalar {
	switch (typeof value) {
		case 'string':
			return value !== '';
		case 'number':
			return Number.isFinite(value);
		default:
			return typeof value === 'boolean';
	}
}
