import type { Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { present } from './payload-fields';
import { readPerson } from './people';
import { equalsOneOf } from './secret-comparison';
import type { Answer, HmacRecipe, Refusal, Source, SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf } from './touchpoint-of';
import { metaEventOf, metaEvents, type MetaEvent } from './whatsapp-events';
import { factsOf, type MetaFacts } from './whatsapp-facts';

const RECIPE: HmacRecipe = {
	header: 'x-hub-signature-256',
	prefix: 'sha256=',
	algorithm: 'sha256',
	encoding: 'hex',
	signed: '{body}',
};

/**
 * The WhatsApp Cloud API, and the messages of Messenger and Instagram, which Meta delivers in the same way
 * (developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview). Signed with the app secret:
 * hex HMAC-SHA256 over the body, or over the body with every character beyond ASCII written as an escape (Meta's docs
 * say "escaped unicode"): in JSON the two mean the same. The SHA-1 of old apps (`X-Hub-Signature`) is not taken, or
 * whoever left the better one out could choose the weaker. When the address is saved, Meta asks for a challenge by GET.
 * One delivery may hold a thousand messages and statuses; each is a touchpoint. The event id is the message's own, for a
 * status with the status and the recipient; changed preferences have none, and all of the change is hashed.
 */
export const whatsapp: Source = {
	name: 'whatsapp',
	displayName: 'WhatsApp and Messenger (Meta)',
	group: 'messaging',
	proof: 'signature',
	howTo:
		"In Meta's app dashboard, open WhatsApp, then Configuration, and enter the address of this trigger with the verify token from below; then subscribe to messages and user_preferences. The secret is the app secret under App settings, then Basic.",
	fields: [
		{
			name: 'verifyToken',
			displayName: 'Verify Token',
			description: 'A word of your choice that Meta sends back when it checks the address',
			placeholder: 'e.g. lamp-shop-2026',
			default: '',
		},
	],
	methods: ['GET', 'POST'],
	handshake: answerChallenge,
	verify: verifyMeta,
	split: (request) => metaEvents(parseExactJson(request.body)),
	map: (event, request, settings, index) => {
		const read = metaEventOf(event);
		return [touchpointOfFacts(factsOf(read), read, request, settings, index)];
	},
};

function verifyMeta(request: SourceRequest, settings: SourceSettings): Refusal | null {
	const refusal = verifyHmac(RECIPE, request, settings.secrets);
	if (refusal?.code !== 'bad_signature') return refusal;
	const body = Buffer.from(escaped(request.body.toString()));
	if (body.equals(request.body)) return refusal;
	return verifyHmac(RECIPE, { ...request, body }, settings.secrets);
}

function escaped(json: string): string {
	const unit = (character: string) => character.charCodeAt(0).toString(16).padStart(4, '0');
	return json.replace(/[^\x00-\x7e]/g, (character) => `\\u${unit(character)}`);
}

/** The challenge is echoed only to whoever knows the verify token, and only when it is a plain word. */
function answerChallenge(request: SourceRequest, settings: SourceSettings): Answer | undefined {
	if (request.method.toUpperCase() !== 'GET') return undefined;
	const token = settings.fields?.verifyToken;
	const challenge = request.query['hub.challenge'] ?? '';
	const isMeta =
		request.query['hub.mode'] === 'subscribe' &&
		typeof token === 'string' &&
		equalsOneOf(request.query['hub.verify_token'] ?? '', [token.trim()]);
	if (isMeta && /^[\w.~-]{1,200}$/.test(challenge)) return text(200, challenge);
	return text(
		403,
		"The verify token is not the one in the trigger: compare 'Verify Token' with it",
	);
}

function text(status: number, body: string): Answer {
	return {
		status,
		headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' },
		body,
	};
}

function touchpointOfFacts(
	facts: MetaFacts,
	event: MetaEvent,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const person = readPerson(facts.person, settings.defaultCountry);
	if (person.identities.length === 0) {
		throw new UnusableEvent(`field '${event.field.slice(0, 60)}' names no customer`);
	}
	return touchpointOf(
		{
			source: 'whatsapp',
			key: facts.key,
			type: facts.type,
			channel: facts.channel,
			...placeTime(readTime(facts.time), request.receivedAt),
			sequence: facts.sequence ?? 0,
			identities: person.identities,
			attributes: present({ ...facts.attributes, ...person.attributes }),
			value: facts.value,
			products: facts.products,
			consent: facts.consent,
			properties: present(facts.properties),
		},
		request,
		settings,
		index,
	);
}
