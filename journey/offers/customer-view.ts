import { CHANNELS, type Channel } from '../channel';
import { fieldValueOf, type FieldValue, type Vocabulary } from '../conditions/view';
import { currentJourney } from '../context/current-journey';
import type { CustomerContext, JourneyContext } from '../customer-context';

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
const VIEW_FIELDS = [
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
	'journey.account',
	'openOrders',
	'openCases',
	'mood.score',
	'mood.lowest',
	'preferredChannel',
	'value.orders',
	'rfm.recency',
	'rfm.frequency',
	'rfm.monetary',
] as const;

/** Beginnings of field paths that end in a name: an attribute, a touchpoint type. */
const VIEW_FIELD_PREFIXES = ['attributes.', 'touchpoints.'] as const;

/** Field paths that end in one of a few words: `consent.marketing.email`, `value.spent.EUR`. */
const VIEW_FIELD_PATTERNS: readonly RegExp[] = [
	new RegExp(`^consent\\.(?:marketing|transactional)\\.(?:all|${CHANNELS.join('|')})$`),
	/^value\.spent\.[A-Z]{3}$/,
];

/** How every field path is written, for people who misspelled one. */
export const VIEW_FIELD_FORMS: readonly string[] = [
	...VIEW_FIELDS,
	'attributes.<name>',
	'consent.<marketing or transactional>.<channel or all>',
	'touchpoints.<type>',
	'value.spent.<currency>',
];

/** Attributes nested deeper than this cannot be asked about: a sender's JSON has no such bound. */
const MAX_ATTRIBUTE_DEPTH = 6;

/** What can be asked about a customer. */
export const CUSTOMER_VOCABULARY: Vocabulary = {
	has: (field) =>
		(VIEW_FIELDS as readonly string[]).includes(field) ||
		VIEW_FIELD_PATTERNS.some((pattern) => pattern.test(field)) ||
		VIEW_FIELD_PREFIXES.some((prefix) => field.length > prefix.length && field.startsWith(prefix)),
	isCount: (field) => field.startsWith('touchpoints.') || field.startsWith('value.spent.'),
};

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
	putWorth(view, context);
	put(view, 'openOrders', context.openOrders.length);
	put(view, 'openCases', context.openCases.length);
	put(view, 'mood.score', context.mood?.score);
	put(view, 'mood.lowest', context.mood?.lowest);
	put(view, 'preferredChannel', context.preferredChannel);
	for (const { type } of context.touchpoints) {
		const field = `touchpoints.${type}`;
		view.set(field, ((view.get(field) as number | undefined) ?? 0) + 1);
	}
	return view;
}

/**
 * Gives what counts for one purpose and channel, or null when nobody spoke of it: what counts there, else what counts on
 * all channels. Which of the two was said later has been weighed by `consentStanding`.
 */
export function consentOn(
	consent: CustomerContext['consent'],
	purpose: string,
	channel: Channel,
): 'granted' | 'denied' | null {
	return consent[`${purpose}.${channel}`] ?? consent[`${purpose}.all`] ?? null;
}

function findJourney(
	journeys: readonly JourneyContext[],
	{ definition, key }: JourneyChoice,
): JourneyContext | null {
	return currentJourney(
		journeys.filter(
			(journey) => journey.definition === definition && (key ?? journey.key) === journey.key,
		),
	);
}

function putJourney(view: Map<string, FieldValue>, journey: JourneyContext): void {
	put(view, 'stage', journey.stage);
	put(view, 'endScore', journey.endScore);
	put(view, 'peakScore', journey.peakScore);
	put(view, 'journey.key', journey.key);
	put(view, 'journey.status', journey.status);
	put(view, 'journey.visits', journey.visits);
	put(view, 'journey.touchpoints', journey.touchpoints);
	put(view, 'journey.account', journey.account);
}

function putWorth(view: Map<string, FieldValue>, { value, rfm }: CustomerContext): void {
	put(view, 'value.orders', value.orders);
	for (const { amount, currency } of value.spent) put(view, `value.spent.${currency}`, amount);
	put(view, 'rfm.recency', rfm?.recency);
	put(view, 'rfm.frequency', rfm?.frequency);
	put(view, 'rfm.monetary', rfm?.monetary);
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
	const known = fieldValueOf(value);
	if (known !== undefined) view.set(field, known);
}
