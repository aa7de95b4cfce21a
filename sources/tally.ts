import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { moneyOf } from './money';
import { fieldsOf, isFields, present, textOf } from './payload-fields';
import { readPerson } from './people';
import type { HmacRecipe, Source } from './source';
import { SCALE_FIELDS, touchpointsOfResponse } from './survey-answers';
import { readSubmission } from './tally-answers';
import { placeTime, readTime } from './time';

const RECIPE: HmacRecipe = {
	header: 'tally-signature',
	algorithm: 'sha256',
	encoding: 'base64',
	signed: '{body}',
};

/**
 * Tally's webhooks (tally.so/help/webhooks). Signed, when a signing secret is set there, with base64 HMAC-SHA256 over
 * the body, no time. The event id is `eventId`, the same in every repetition.
 * A customer is recognised by hidden fields (`email`, `phone`, `user_id`), by e-mail and phone questions, and in one
 * browser by `respondentId`. Tally sends no definitions: scales come from the link or from the trigger's settings.
 */
export const tally: Source = {
	name: 'tally',
	displayName: 'Tally',
	group: 'survey',
	proof: 'signature',
	howTo:
		'In Tally, publish the form, open Integrations, connect Webhooks, and enter the address of this trigger. Add a signing secret there and enter the same one here; without it every submission is refused.',
	fields: SCALE_FIELDS,
	verify: (request, settings) => verifyHmac(RECIPE, request, settings.secrets),
	split: (request) => [parseExactJson(request.body)],
	map: (event, request, settings, index) => {
		const { eventId, eventType, createdAt, data } = fieldsOf(event);
		if (!isFields(data)) throw new UnusableEvent('data: expected an object');
		const responseId = textOf(eventId);
		if (responseId === undefined) throw new UnusableEvent('eventId: expected a text');
		if (eventType !== undefined && eventType !== 'FORM_RESPONSE') {
			throw new UnusableEvent('eventType: expected FORM_RESPONSE');
		}
		const read = readSubmission(data, settings);
		const person = readPerson(
			{
				external: read.customerIds.map((id) => ['tally', id]),
				emails: read.emails,
				phones: read.phones,
				anonymous: [['tally', data.respondentId ?? data.responseId]],
			},
			settings.defaultCountry,
		);
		if (person.identities.length === 0)
			throw new UnusableEvent('data.respondentId: expected a text');
		return touchpointsOfResponse(
			{
				responseId,
				form: textOf(data.formName),
				source: 'tally',
				channel: read.channel ?? 'web',
				...placeTime(readTime(data.createdAt) ?? readTime(createdAt), request.receivedAt),
				identities: person.identities,
				attributes: { ...read.attributes, ...person.attributes },
				value: moneyOf(read.payment.price, read.payment.currency),
				keys: read.keys,
				consent: read.consent,
				properties: present({
					formId: textOf(data.formId),
					response: textOf(data.responseId),
					hidden: Object.keys(read.hidden).length > 0 ? read.hidden : undefined,
					answers: read.answers,
				}),
			},
			read.scaleAnswers,
			request,
			settings,
			index,
		);
	},
};
