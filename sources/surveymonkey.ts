import { UnusableEvent } from './delivery-errors';
import { otherType } from './event-type';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { fieldsOf, present, textOf } from './payload-fields';
import { readPerson } from './people';
import type { HmacRecipe, Source, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

const RECIPE: HmacRecipe = {
	header: 'sm-signature',
	algorithm: 'sha1',
	encoding: 'base64',
	signed: '{body}',
};

/** Only a finished response is an answered survey; one that is changed later is the same answer, said better. */
const TYPES: ReadonlyMap<string, string> = new Map([
	['response_completed', 'survey_answered'],
	['response_created', 'survey_started'],
	['response_updated', 'survey_answer_updated'],
	['response_disqualified', 'survey_disqualified'],
]);

/**
 * SurveyMonkey's webhooks (api.surveymonkey.com/v3/docs, "Webhooks"). Signed with base64 HMAC-SHA1 over the body; the
 * key is the app's client id, `&` and its client secret. The address is checked by HEAD. The event id is `event_id`.
 * What comes is thin: ids only. The answers and their scores are fetched by a further node, from the ids in `properties`.
 */
export const surveymonkey: Source = {
	name: 'surveymonkey',
	displayName: 'SurveyMonkey',
	group: 'survey',
	proof: 'signature',
	howTo:
		"In SurveyMonkey's developer portal, open your app; its page shows the client id, entered here, and the secret. Then create a webhook for response_completed with the address of this trigger, through the API.",
	fields: [
		{
			name: 'clientId',
			displayName: 'Client ID',
			description: "The app's client ID, which is a part of the signing key",
			placeholder: 'e.g. VyZTnlbTTwqGGsH8Q7pWag',
			default: '',
		},
	],
	methods: ['HEAD', 'POST'],
	handshake: (request) =>
		request.method.toUpperCase() === 'HEAD' ? { status: 200, body: '' } : undefined,
	verify: (request, settings) => verifyHmac(RECIPE, request, keysOf(settings)),
	split: (request) => [parseExactJson(request.body)],
	map: (event, request, settings, index) => {
		const body = fieldsOf(event);
		const name = textOf(body.event_type);
		if (name === undefined)
			throw new UnusableEvent('event_type: expected one like response_completed');
		const resources = fieldsOf(body.resources);
		const response = textOf(resources.respondent_id);
		const recipient = textOf(resources.recipient_id);
		const isSomebody = recipient !== undefined && recipient !== '0';
		const person = readPerson(
			{
				anonymous: [
					['surveymonkey', response && `response:${response}`],
					['surveymonkey', isSomebody ? `recipient:${recipient}` : undefined],
				],
			},
			settings.defaultCountry,
		);
		if (person.identities.length === 0) {
			throw new UnusableEvent(
				'resources.respondent_id: expected it, as only responses are of a customer',
			);
		}
		const id = textOf(body.event_id);
		const key: EventKey =
			id === undefined
				? { kind: 'content_hash', of: [name, body.event_datetime, response] }
				: { kind: 'event_id', id };
		return [
			touchpointOf(
				{
					source: 'surveymonkey',
					key,
					type: TYPES.get(name) ?? otherType(name),
					channel: 'web',
					...placeTime(readTime(body.event_datetime), request.receivedAt),
					identities: person.identities,
					properties: present({
						event: name,
						surveyId: textOf(resources.survey_id),
						responseId: response,
						collectorId: textOf(resources.collector_id),
						recipientId: isSomebody ? recipient : undefined,
					}),
				},
				request,
				settings,
				index,
			),
		];
	},
};

/** Whoever keeps `id&secret` together in the credential needs no further field. */
function keysOf({ secrets, fields }: SourceSettings): string[] {
	const clientId = textOf(fields?.clientId);
	return secrets.flatMap((secret) => {
		if (secret.includes('&')) return [secret];
		return clientId === undefined ? [] : [`${clientId}&${secret}`];
	});
}
