import { z } from 'zod/v4';
import { CHANNELS } from '../journey/channel';
import { EXPERIENCE_METRICS, experienceOf, type Experience } from '../journey/experience';
import { consentChangeSchema, type Money, type Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { eventTypeOf } from './event-type';
import { mapFields } from './field-mapping';
import { moneyOf } from './money';
import { present, presentTexts } from './payload-fields';
import { readPerson } from './people';
import { productOf } from './product-fields';
import { withoutSensitiveFields } from './sensitive-fields';
import type { SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

const label = z.union([z.string(), z.number()], 'expected text or a number').nullish();
const fields = z.record(z.string(), z.unknown(), 'expected an object').nullish();

/**
 * An event in our own words, for senders that can choose what they send. Only `type` is required; any further field
 * joins `properties`. Times are ISO 8601 or seconds or milliseconds since 1970.
 */
const canonicalEventSchema = z.looseObject(
	{
		type: z
			.string('expected a text like order_completed')
			.trim()
			.min(1, 'expected a text like order_completed'),
		id: label,
		channel: z.enum(CHANNELS, `expected one of ${CHANNELS.join(', ')}`).nullish(),
		occurredAt: label,
		email: label,
		phone: label,
		customerId: label,
		anonymousId: label,
		attributes: fields,
		value: z
			.union(
				[z.string(), z.number(), z.object({ amount: label, currency: label })],
				'expected a number or an amount',
			)
			.nullish(),
		currency: z.string('expected a three-letter code like EUR').nullish(),
		products: z
			.array(
				z.object({ id: label, name: label, quantity: label, price: label }, 'expected an object'),
				'expected a list',
			)
			.nullish(),
		orderId: label,
		cartId: label,
		ticketId: label,
		accountId: label,
		consent: z.array(consentChangeSchema, 'expected a list').nullish(),
		experience: z
			.object(
				{
					metric: z.enum(EXPERIENCE_METRICS, `expected one of ${EXPERIENCE_METRICS.join(', ')}`),
					raw: z.number('expected a number'),
					scale: z.tuple([z.number(), z.number()], 'expected two numbers').nullish(),
				},
				'expected an object',
			)
			.nullish(),
		properties: fields,
	},
	'expected a JSON object',
);

type CanonicalEvent = z.infer<typeof canonicalEventSchema>;

/**
 * Gives the touchpoint for an event in our own words, or in those that the mapping of the settings translates.
 * `eventId`, where the request itself carries one, is taken instead of the event's `id`; without either, type, time,
 * identities, keys, value, products and properties are hashed, and without a time of the sender every delivery counts
 * as another event.
 * Throws `UnusableEvent` naming the field that is not as expected.
 */
export function touchpointOfCanonicalEvent(
	event: unknown,
	source: string,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
	eventId?: string,
): Touchpoint {
	const result = canonicalEventSchema.safeParse(
		settings.mapping ? mapFields(event, settings.mapping) : event,
	);
	if (!result.success) {
		const [issue] = result.error.issues;
		throw new UnusableEvent(
			`${issue?.path.join('.') || 'event'}: ${issue?.message ?? 'is not valid'}`,
		);
	}
	const read = result.data;
	const happenedAt = timeIn(read);
	const person = readPerson(
		{
			external: [[source, read.customerId]],
			emails: [read.email],
			phones: [read.phone],
			anonymous: [[source, read.anonymousId]],
		},
		settings.defaultCountry,
	);
	const facts = {
		type: eventTypeOf(read.type),
		keys: presentTexts({
			order: read.orderId,
			cart: read.cartId,
			ticket: read.ticketId,
			account: read.accountId,
		}),
		value: valueIn(read),
		products: (read.products ?? []).flatMap((product) => {
			const { id, name, quantity, price } = product;
			return productOf({ id, name, quantity, price }) ?? [];
		}),
		properties: withoutSensitiveFields({ ...unnamedFields(read), ...read.properties }),
	};
	const id = eventId ?? presentTexts({ id: read.id }).id;
	return touchpointOf(
		{
			...facts,
			source,
			key: keyOf(id, happenedAt, [person.identities, facts]),
			channel: read.channel ?? 'other',
			...placeTime(happenedAt, request.receivedAt),
			identities: person.identities,
			attributes: {
				...withoutSensitiveFields(present(read.attributes ?? {})),
				...person.attributes,
			},
			consent: read.consent ?? [],
			experience: experienceIn(read),
		},
		request,
		settings,
		index,
	);
}

function keyOf(
	id: string | undefined,
	happenedAt: number | null,
	facts: readonly unknown[],
): EventKey {
	if (id !== undefined) return { kind: 'event_id', id };
	return happenedAt === null
		? { kind: 'none' }
		: { kind: 'content_hash', of: [happenedAt, ...facts] };
}

function timeIn(event: CanonicalEvent): number | null {
	if (event.occurredAt === undefined || event.occurredAt === null) return null;
	const time = readTime(event.occurredAt);
	if (time !== null) return time;
	throw new UnusableEvent(
		'occurredAt: expected an ISO 8601 time, or seconds or milliseconds since 1970',
	);
}

function valueIn(event: CanonicalEvent): Money | undefined {
	if (event.value === undefined || event.value === null) return undefined;
	const given =
		typeof event.value === 'object'
			? event.value
			: { amount: event.value, currency: event.currency };
	const money = moneyOf(given.amount, given.currency ?? event.currency);
	if (money) return money;
	throw new UnusableEvent('value: expected digits like 12.50, with a currency like EUR beside it');
}

function experienceIn(event: CanonicalEvent): Experience | undefined {
	if (!event.experience) return undefined;
	const { metric, raw, scale } = event.experience;
	const experience = experienceOf(metric, raw, scale ?? undefined);
	if (experience) return experience;
	throw new UnusableEvent('experience.raw: expected a number on the scale, both ends included');
}

function unnamedFields(event: CanonicalEvent): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(event).filter(([name]) => !(name in canonicalEventSchema.shape)),
	);
}
