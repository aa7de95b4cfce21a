import type { ConsentChange, Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { fieldsOf, present, textOf, type Fields } from './payload-fields';
import { readPerson } from './people';
import type { HmacRecipe, Source, SourceRequest, SourceSettings } from './source';
import { stripeMeaning } from './stripe-events';
import {
	stripeCustomerId,
	stripeDetails,
	stripeKeys,
	stripeProducts,
	stripeProperties,
	stripeValue,
} from './stripe-object';
import { placeTime, readTime } from './time';
import { touchpointOf } from './touchpoint-of';

const RECIPE: HmacRecipe = {
	header: 'stripe-signature',
	separator: ',',
	prefix: 'v1=',
	timestampPrefix: 't=',
	algorithm: 'sha256',
	encoding: 'hex',
	signed: '{timestamp}.{body}',
	toleranceMs: 5 * 60_000,
};

/**
 * Stripe webhooks (docs.stripe.com/webhooks/signatures, docs.stripe.com/api/events). Signed are time and body; the key is
 * the whole secret with its `whsec_`, and while it is being rolled the header has two signatures. Signatures of the
 * version v0 are for tests and never count. The event id is the body's `id`, the same in every repetition.
 * Amounts are in minor units (see `stripe-money.ts`); what comes from a sandbox is marked as a test.
 */
export const stripe: Source = {
	name: 'stripe',
	displayName: 'Stripe',
	group: 'payment',
	proof: 'signature',
	howTo:
		'In the Stripe Dashboard, open Developers, then Webhooks, and add an endpoint with the address of this trigger. The secret is the signing secret on its page; it begins with whsec_.',
	fields: [
		{
			name: 'paymentIsOrder',
			displayName: 'Payments Are Orders',
			description:
				'Whether to count every successful payment as a completed order, for shops that do not use Stripe Checkout or Payment Links',
			default: false,
		},
	],
	verify: (request, settings) => verifyHmac(RECIPE, request, settings.secrets),
	split: (request) => [parseExactJson(request.body)],
	map: touchpointsOf,
};

function touchpointsOf(
	given: unknown,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint[] {
	const event = fieldsOf(given);
	const name = textOf(event.type);
	const id = textOf(event.id);
	if (name === undefined || id === undefined)
		throw new UnusableEvent('type and id: expected those of a Stripe event, like invoice.paid');
	const object = fieldsOf(fieldsOf(event.data).object);
	const meaning = stripeMeaning(name, object, settings.fields?.paymentIsOrder === true);
	const details = stripeDetails(object);
	const keys = stripeKeys(object);
	const person = readPerson(
		{
			external: [['stripe', stripeCustomerId(object)]],
			...(meaning.isKnown && { emails: details.emails, phones: details.phones }),
			anonymous: (['payment', 'checkout'] as const).map((kind) => [
				'stripe',
				keys[kind] === undefined ? undefined : `${kind}:${keys[kind]}`,
			]),
		},
		settings.defaultCountry,
	);
	if (person.identities.length === 0) {
		// Most of Stripe's events are about products, payouts and the business itself.
		if (!meaning.isKnown) return [];
		throw new UnusableEvent(`event '${name}': its object names no customer and no payment`);
	}
	return [
		touchpointOf(
			{
				source: 'stripe',
				key: { kind: 'event_id', id },
				type: meaning.type,
				channel: meaning.channel,
				...placeTime(readTime(event.created), request.receivedAt),
				sequence: meaning.sequence,
				identities: person.identities,
				attributes: { ...(meaning.isKnown && details.attributes), ...person.attributes },
				value: stripeValue(meaning.type, event, object),
				products: stripeProducts(object),
				keys,
				consent: consentIn(object),
				properties: present({ event: name, ...stripeProperties(event, object) }),
				test: event.livemode === false,
			},
			request,
			settings,
			index,
		),
	];
}

/** What the customer ticked at the checkout. */
function consentIn(object: Fields): ConsentChange[] {
	switch (fieldsOf(object.consent).promotions) {
		case 'opt_in':
			return [{ channel: 'email', purpose: 'marketing', status: 'granted' }];
		case 'opt_out':
			return [{ channel: 'email', purpose: 'marketing', status: 'denied' }];
		default:
			return [];
	}
}
