import { CHANNELS, type Channel } from '../journey/channel';
import type { ExperienceMetric } from '../journey/experience';
import { present, presentTexts, textOf, type Fields } from './payload-fields';
import { withoutSensitiveFields } from './sensitive-fields';
import { metricNamedIn, scaleOf, snakeCase } from './survey-answers';

/** What the named fields of a form say: hidden ones, which came with the link, and answers to questions with such a name. */
export interface NamedFields {
	readonly customerIds: readonly string[];
	readonly emails: readonly string[];
	readonly phones: readonly string[];
	readonly attributes: Record<string, unknown>;
	readonly keys: Record<string, string>;
	/** Where the survey was given, as the link says it. */
	readonly channel: Channel | undefined;
	/** What the answers on scales measure and between which ends, as the link says it. */
	readonly metric: ExperienceMetric | undefined;
	readonly scale: readonly [number, number] | undefined;
	/** The fields with other names. */
	readonly rest: Record<string, unknown>;
}

const CUSTOMER_IDS = [
	'user_id',
	'userid',
	'customer_id',
	'customerid',
	'external_id',
	'contact_id',
];
const EMAILS = ['email', 'e_mail', 'email_address', 'mail'];
const PHONES = ['phone', 'phone_number', 'mobile', 'tel', 'telephone'];

const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
	['name', 'name'],
	['first_name', 'firstName'],
	['firstname', 'firstName'],
	['last_name', 'lastName'],
	['lastname', 'lastName'],
	['language', 'language'],
	['lang', 'language'],
	['country', 'country'],
	['city', 'city'],
	['segment', 'segment'],
	['time_zone', 'timeZone'],
	['timezone', 'timeZone'],
]);

const KEYS: ReadonlyMap<string, string> = new Map([
	['order', 'order'],
	['order_id', 'order'],
	['cart_id', 'cart'],
	['ticket', 'ticket'],
	['ticket_id', 'ticket'],
	['booking_id', 'booking'],
]);

const SETTINGS = ['channel', 'metric', 'scale'];

/** What form builders put in place of a value that the link did not carry; taken at its word, it would join strangers. */
const PLACEHOLDER = /^(?:x+|hidden_value|\{\{.*\}\}|#.*#|\*\|.*\|\*)$/i;

/** Reads fields by their names, which are taken in any usual spelling (`userId`, `user-id`). */
export function namedFields(fields: Fields): NamedFields {
	const named = new Map(
		Object.entries(fields).flatMap(([name, value]) => {
			const text = textOf(value);
			return text === undefined || PLACEHOLDER.test(text) ? [] : [[snakeCase(name), text] as const];
		}),
	);
	const valuesOf = (names: readonly string[]) => names.flatMap((name) => named.get(name) ?? []);
	const renamed = (names: ReadonlyMap<string, string>) =>
		Object.fromEntries(
			[...names].flatMap(([name, ours]) => (named.has(name) ? [[ours, named.get(name)]] : [])),
		);
	const known = new Set([
		...CUSTOMER_IDS,
		...EMAILS,
		...PHONES,
		...SETTINGS,
		...ATTRIBUTES.keys(),
		...KEYS.keys(),
	]);
	return {
		customerIds: valuesOf(CUSTOMER_IDS).slice(0, 1),
		emails: valuesOf(EMAILS),
		phones: valuesOf(PHONES),
		attributes: present(renamed(ATTRIBUTES)),
		keys: presentTexts(renamed(KEYS)),
		channel: CHANNELS.find((channel) => channel === named.get('channel')?.toLowerCase()),
		metric: metricNamedIn(named.get('metric')),
		scale: scaleOf(named.get('scale')),
		rest: withoutSensitiveFields(
			Object.fromEntries([...named].filter(([name]) => !known.has(name))),
		),
	};
}
