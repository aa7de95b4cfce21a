import { createHash, randomUUID } from 'node:crypto';
import { CHANNELS } from '../../../../journey/channel';
import { EXPERIENCE_METRICS } from '../../../../journey/experience';
import { identityKey } from '../../../../journey/identity';
import type { Touchpoint } from '../../../../journey/touchpoint';
import { touchpointOfCanonicalEvent } from '../../../../sources/canonical-event';
import type { SourceRequest } from '../../../../sources/source';
import { chosenCustomer, type ChosenCustomer } from '../../../shared/chosen-customer';
import { choiceOf, jsonObjectOf, numberOf, textOf } from '../../../shared/fields';
import { isoTimeOrNull } from '../../../shared/iso-time';
import type { ItemCall } from '../../../shared/item-loop';
import { Misconfiguration } from '../../../shared/misconfiguration';
import { timeOf } from '../../../shared/time-field';
import { validTouchpoint } from '../../../shared/touchpoint-item';

/**
 * Gives the touchpoint that the fields of `mappedFields` describe. It is a test when the incoming item is one, so that
 * what follows from a test delivery is not counted either. Without an event id and a time, each run is another fact.
 * Throws `UnusableEvent` naming the field that is not as expected.
 */
export function touchpointOfMappedFields(call: ItemCall): Touchpoint {
	const { fields, item, itemIndex } = call;
	const more = fields.collection('moreFields');
	const country =
		textOf(more.defaultPhoneCountry, 'Default Phone Country').toUpperCase() || undefined;
	const identities = identitiesOf(chosenCustomer(fields, item.json, country));
	const source = textOf(more.source, 'System Name') || 'canvas';
	const event = {
		type: fields.requiredText('type', 'Type', 'Enter what happened, like email_sent.'),
		channel: fields.choice('channel', 'Channel', CHANNELS),
		id: textOf(more.eventId, 'Event ID') || undefined,
		occurredAt: isoTimeOrNull(timeOf(more.occurredAt, 'Occurred At', call.context.getTimezone())),
		value: textOf(more.value, 'Value') || undefined,
		currency: textOf(more.currency, 'Currency') || undefined,
		orderId: textOf(more.orderId, 'Order ID') || undefined,
		cartId: textOf(more.cartId, 'Cart ID') || undefined,
		ticketId: textOf(more.ticketId, 'Ticket ID') || undefined,
		accountId: textOf(more.accountId, 'Account ID') || undefined,
		attributes: jsonObjectOf(more.attributes, 'Attributes'),
		properties: jsonObjectOf(more.properties, 'Properties'),
		experience:
			more.answer === undefined
				? undefined
				: {
						metric: choiceOf(more.metric ?? 'nps', 'Metric', EXPERIENCE_METRICS),
						raw: numberOf(more.answer, 'Answer'),
					},
	};
	const request = requestOf(call, Date.now());
	const settings = { secrets: [], defaultCountry: country, test: item.json.test === true };
	const touchpoint = touchpointOfCanonicalEvent(event, source, request, settings, itemIndex);
	return validTouchpoint(
		withIdentities(touchpoint, identities),
		"Check the fields, and the expressions in them. 'System Name' is in snake case, like survey_sheet.",
	);
}

/** The hash that tells contents apart was made before it was known whose touchpoint it is. */
function withIdentities(touchpoint: Touchpoint, identities: Touchpoint['identities']): Touchpoint {
	if (touchpoint.dedupe !== 'content_hash') return { ...touchpoint, identities };
	const hash = createHash('sha256').update(touchpoint.id);
	for (const identity of identities) hash.update(`\n${identityKey(identity)}`);
	return { ...touchpoint, identities, id: `${touchpoint.source}:sha256-${hash.digest('hex')}` };
}

function identitiesOf({ identities }: ChosenCustomer): Touchpoint['identities'] {
	if (identities.length > 0) return [...identities];
	throw new Misconfiguration(
		'The incoming item names its customer by ID only, and a touchpoint needs an identity',
		"Choose Email, Phone or External ID in 'Customer', or put a Journey Stage node with Get Context before this one.",
	);
}

/** Stands in for the delivery that a touchpoint made on the canvas never had; a loop may run one node many times. */
function requestOf({ context }: ItemCall, receivedAt: number): SourceRequest {
	return {
		method: 'POST',
		url: '',
		headers: {},
		query: {},
		body: Buffer.alloc(0),
		receivedAt,
		delivery: `execution-${context.getExecutionId()}-${randomUUID()}`,
	};
}
