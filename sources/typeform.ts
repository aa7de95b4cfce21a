import { UnusableEvent } from './delivery-errors';
import { otherType } from './event-type';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { fieldsOf, isFields, present, textOf, type Fields } from './payload-fields';
import { readPerson } from './people';
import type { HmacRecipe, Source } from './source';
import { SCALE_FIELDS, touchpointsOfResponse } from './survey-answers';
import { placeTime, readTime } from './time';
import { touchpointOf } from './touchpoint-of';
import { readResponse } from './typeform-answers';

const RECIPE: HmacRecipe = {
	header: 'typeform-signature',
	prefix: 'sha256=',
	algorithm: 'sha256',
	encoding: 'base64',
	signed: '{body}',
};

/**
 * Typeform's webhooks (typeform.com/developers/webhooks, …/secure-your-webhooks, …/example-payload). Signed with the
 * secret entered for the webhook: base64 HMAC-SHA256 over the body, no time. The event id is `event_id`.
 * A customer is recognised by hidden fields (`email`, `phone`, `user_id`) and by answers of the types e-mail and phone
 * number; the response's own token keeps an unnamed answer countable. An unfinished response is no answered survey.
 */
export const typeform: Source = {
	name: 'typeform',
	displayName: 'Typeform',
	group: 'survey',
	proof: 'signature',
	howTo:
		"In Typeform, open the form, then Connect, then Webhooks, and add the address of this trigger. Choose 'Edit' and enter a secret of your own there and here, and pass what you know of the customer as hidden fields (email, user_id).",
	fields: SCALE_FIELDS,
	verify: (request, settings) => verifyHmac(RECIPE, request, settings.secrets),
	split: (request) => [parseExactJson(request.body)],
	map: (event, request, settings, index) => {
		const body = fieldsOf(event);
		const response = body.form_response;
		const responseId = textOf(body.event_id);
		if (!isFields(response)) throw new UnusableEvent('form_response: expected an object');
		if (responseId === undefined) throw new UnusableEvent('event_id: expected a text');
		const token = textOf(response.token);
		const read = readResponse(response, settings);
		const person = readPerson(
			{
				external: read.customerIds.map((id) => ['typeform', id]),
				emails: read.emails,
				phones: read.phones,
				anonymous: [['typeform', token && `response:${token}`]],
			},
			settings.defaultCountry,
		);
		if (person.identities.length === 0)
			throw new UnusableEvent('form_response.token: expected a text');
		const form = textOf(fieldsOf(response.definition).title);
		const facts = {
			source: 'typeform',
			channel: read.channel ?? ('web' as const),
			...placeTime(readTime(response.submitted_at), request.receivedAt),
			identities: person.identities,
			attributes: { ...read.attributes, ...person.attributes },
			keys: read.keys,
			consent: read.consent,
			properties: present({
				formId: textOf(response.form_id),
				response: token,
				score: fieldsOf(response.calculated).score,
				ending: textOf(fieldsOf(response.ending).ref),
				hidden: given(read.hidden),
				answers: read.answers,
			}),
		};
		const name = textOf(body.event_type) ?? 'form_response';
		if (name === 'form_response') {
			return touchpointsOfResponse(
				{ ...facts, responseId, form },
				read.scaleAnswers,
				request,
				settings,
				index,
			);
		}
		const unfinished = {
			...facts,
			key: { kind: 'event_id' as const, id: responseId },
			type: otherType(name),
		};
		return [touchpointOf(unfinished, request, settings, index)];
	},
};

function given(fields: Fields): Fields | undefined {
	return Object.keys(fields).length === 0 ? undefined : fields;
}
