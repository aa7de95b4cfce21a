import { touchpointOfCanonicalEvent } from './canonical-event';
import { BrokenBody, UnusableEvent } from './delivery-errors';
import { verifyHmac } from './hmac';
import { jsonBody } from './json-body';
import { touchpointOfKlaviyoEvent } from './klaviyo-event';
import { fieldsOf, isFields, textOf, type Fields } from './payload-fields';
import { namedHeaders, SECRET_HEADER_FIELD, verifySharedSecret } from './shared-secret';
import { FIVE_MINUTES_MS, refuseUntimely } from './signing-time';
import type { HmacRecipe, Refusal, Source, SourceRequest, SourceSettings } from './source';

/** The time stands where a recipe has an id: it is signed as it came, and its age is looked at here. */
const RECIPE: HmacRecipe = {
	header: 'klaviyo-signature',
	algorithm: 'sha256',
	encoding: 'hex',
	signed: '{body}{id}',
	idHeader: 'klaviyo-timestamp',
};

/**
 * Klaviyo's system webhooks (developers.klaviyo.com/en/docs/working_with_system_webhooks): up to 1,000 events, signed with
 * hex HMAC-SHA256 over the body followed by the text of `Klaviyo-Timestamp`. That header is an HTTP date which has been
 * seen five hours ahead, while `meta.timestamp` in the body was right: one of the two, both signed, has to be within five
 * minutes. The webhook's id in the header and in the body have to be the same. The event id is `external_id`.
 * A flow's webhook action is not signed: it is taken only where a secret header is named in the node, and has one event
 * in our own words (see `canonical-event.ts`) as its body.
 * Profiles have ids within one account: their namespace is `klaviyo:<account id>`.
 */
export const klaviyo: Source = {
	name: 'klaviyo',
	displayName: 'Klaviyo',
	group: 'email',
	proof: 'signature',
	howTo:
		"On Klaviyo's page of system webhooks (Advanced KDP), or through its Webhooks API, add the address of this trigger with a secret key of your own of 16 characters or more; that key is the secret. Where your plan has none, use a flow's Webhook action and send the secret in the header that you name here.",
	fields: [SECRET_HEADER_FIELD],
	verify,
	split,
	map: (event, request, settings, index) => {
		if (!isFields(event)) throw new UnusableEvent('data: expected objects');
		return event.topic === undefined
			? [touchpointOfCanonicalEvent(event, 'klaviyo', request, settings, index)]
			: [touchpointOfKlaviyoEvent(event, request, settings, index)];
	},
};

function verify(request: SourceRequest, settings: SourceSettings): Refusal | null {
	const headers = namedHeaders(settings);
	if (request.headers[RECIPE.header] === undefined && headers.length > 0) {
		return verifySharedSecret({ headers }, request, settings.secrets);
	}
	return verifyHmac(RECIPE, request, settings.secrets) ?? refuseByMeta(request);
}

/** Called for what is signed only: the body is read once more for the sake of its time and its webhook. */
function refuseByMeta(request: SourceRequest): Refusal | null {
	const meta = metaOf(request);
	const webhook = request.headers['klaviyo-webhook-id'];
	const named = textOf(meta.klaviyo_webhook_id);
	if (webhook !== undefined && named !== undefined && webhook !== named) {
		return {
			status: 401,
			code: 'bad_signature',
			reason: "header 'klaviyo-webhook-id' is not that of the signed body: it is not from Klaviyo",
		};
	}
	const times = [meta.timestamp, timeOfHttpDate(request.headers['klaviyo-timestamp'])];
	const refusals = times.map((time) =>
		refuseUntimely("header 'klaviyo-timestamp'", time, request.receivedAt, FIVE_MINUTES_MS),
	);
	return refusals.includes(null)
		? null
		: (refusals.find((refusal) => refusal?.code === 'stale_timestamp') ?? refusals[0] ?? null);
}

/** A body that cannot be read is refused for that, when it is split. */
function metaOf(request: SourceRequest): Fields {
	try {
		return fieldsOf(fieldsOf(jsonBody(request)).meta);
	} catch (error) {
		if (error instanceof BrokenBody) return {};
		throw error;
	}
}

/** Gives `Thu, 04 Jan 2024 18:05:25 GMT` as epoch milliseconds, and any other text as it is. */
function timeOfHttpDate(text: string | undefined): number | string | undefined {
	return text !== undefined && /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(text)
		? Date.parse(text)
		: text;
}

/** Hands the account down to each event; a body without `data` is a flow's, one event or a list of them. */
function split(request: SourceRequest): readonly unknown[] {
	const body = jsonBody(request);
	if (Array.isArray(body)) return body;
	if (!isFields(body)) throw new BrokenBody('the body is not an object, as Klaviyo has it');
	if (!Array.isArray(body.data)) return [body];
	const account = textOf(fieldsOf(body.meta).klaviyo_account_id);
	return body.data.map((event: unknown) => (isFields(event) ? { ...event, account } : event));
}
