import type { Touchpoint } from '../journey/touchpoint';
import { BrokenBody } from './delivery-errors';
import { formFields } from './form-body';
import {
	keyWithoutId,
	MAIL,
	meaningOf,
	otherMeaning,
	touchpointOfMessage,
	type MessageMeaning,
} from './message-event';
import { fieldsOf, firstText, present, textOf, type Fields } from './payload-fields';
import { withoutSensitiveFields } from './sensitive-fields';
import { verifySharedSecret } from './shared-secret';
import type { Source, SourceRequest, SourceSettings } from './source';
import { readTime } from './time';

/**
 * Mailchimp's webhooks of an audience (mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks), one event
 * as an HTML form. Mailchimp signs nothing: the secret is a parameter of the address, `?secret=…`. When the webhook is
 * saved it sends a GET, which has to be answered 200 and brings nothing.
 * There is no event id: the kind, the time (`fired_at`, whose zone the guide does not name and which is read as UTC) and
 * what identifies the contact and the campaign are hashed.
 * `data[id]` belongs to the address and changes with it, so contacts are known by their addresses alone; `upemail` names
 * the old and the new one, which makes both of them one customer. A cleaned address is one that bounced or complained.
 */
export const mailchimp: Source = {
	name: 'mailchimp',
	displayName: 'Mailchimp',
	group: 'email',
	proof: 'shared_secret',
	howTo:
		'In Mailchimp, open Audience, then Settings, then Webhooks, and create one whose address is that of this trigger followed by ?secret= and a long random text of letters and digits. That text is the secret; enter it in the credential before you save the webhook.',
	methods: ['GET', 'POST'],
	handshake: (request) =>
		request.method.toUpperCase() === 'GET'
			? { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' }
			: undefined,
	verify: (request, settings) =>
		verifySharedSecret({ query: ['secret'] }, request, settings.secrets),
	split: (request) => [bodyOf(request)],
	map: (event, request, settings, index) => {
		const form = fieldsOf(event);
		// That a campaign was sent is said once for all its readers, and names none of them.
		return form.type === 'campaign' ? [] : [touchpointOf(form, request, settings, index)];
	},
};

function bodyOf(request: SourceRequest): Fields {
	const form = formFields(request.body);
	if (textOf(form.type) !== undefined) return form;
	throw new BrokenBody('the body is not a form with a type, as Mailchimp has it');
}

const MEANINGS: ReadonlyMap<string, MessageMeaning> = new Map([
	['subscribe', MAIL.subscribed],
	['unsubscribe', MAIL.unsubscribed],
	['profile', meaningOf('customer_updated', 'email', 0)],
	['upemail', meaningOf('email_changed', 'email', 0)],
]);

function meaningIn(name: string, reason: string | undefined): MessageMeaning {
	if (name === 'cleaned') return reason === 'abuse' ? MAIL.complained : MAIL.bounced;
	return MEANINGS.get(name) ?? otherMeaning(name);
}

function touchpointOf(
	form: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const name = textOf(form.type) ?? '';
	const data = (field: string): unknown => form[`data[${field}]`];
	const reason = textOf(data('reason'));
	const happenedAt = readTime(form.fired_at);
	const merges = mergesIn(form);
	const emails = [firstText(data('email'), merges.EMAIL), data('new_email'), data('old_email')];
	return touchpointOfMessage(
		{
			source: 'mailchimp',
			meaning: meaningIn(name, reason),
			key: keyWithoutId(happenedAt, [
				name,
				...emails,
				data('list_id'),
				data('campaign_id'),
				data('action'),
			]),
			happenedAt,
			person: { emails, phones: [merges.PHONE] },
			attributes: attributesIn(merges),
			properties: {
				event: name,
				list: textOf(data('list_id')),
				campaignId: textOf(data('campaign_id')),
				action: textOf(data('action')),
				reason,
			},
		},
		request,
		settings,
		index,
	);
}

/** The contact's own fields: `data[merges][FNAME]` becomes FNAME, and `data[merges][ADDRESS][city]` ADDRESS.city. */
function mergesIn(form: Fields): Fields {
	const merges = Object.entries(form).flatMap(([name, value]) => {
		const path = /^data\[merges\]\[([A-Z][A-Z0-9_]*)\](?:\[(\w+)\])?$/.exec(name);
		return path === null ? [] : [[path.slice(1).filter(Boolean).join('.'), value] as const];
	});
	return Object.fromEntries(merges);
}

function attributesIn(merges: Fields): Record<string, unknown> {
	const { EMAIL, PHONE, FNAME, LNAME, ADDRESS, ...rest } = merges;
	const others = Object.entries(rest).filter(([name]) => !/^(?:ADDRESS|GROUPINGS)\./.test(name));
	return present({
		...withoutSensitiveFields(Object.fromEntries(others)),
		firstName: textOf(FNAME),
		lastName: textOf(LNAME),
		city: textOf(rest['ADDRESS.city']),
		country: textOf(rest['ADDRESS.country']),
	});
}
