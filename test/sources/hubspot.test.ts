import { Signature } from '@hubspot/api-client';
import type { Touchpoint } from '../../journey/touchpoint';
import { hubspot } from '../../sources/hubspot';
import type { Fields } from '../../sources/payload-fields';
import { receive } from '../../sources/receive';
import type { Reception, SourceSettings } from '../../sources/source';
import {
	acceptedOf,
	fixture,
	NOW,
	refusalOf,
	requestOf,
	settingsOf,
	touchpointOf,
} from './requests';
import { hubspotSender } from './senders/hubspot';

const [SECRET] = hubspotSender.secrets;
const settings = settingsOf({ secrets: [SECRET] });
const OCCURRED_AT = 1795157103000;
const BODY = '[]';

/** Gives the header value as HubSpot's own package makes it. */
function signature(
	version: 'v1' | 'v2' | 'v3',
	{ url = requestOf('').url, body = BODY, timestamp = NOW, secret = SECRET as string } = {},
): string {
	const options = { clientSecret: secret, requestBody: body, url, timestamp, signature: '' };
	return Signature.getSignature('POST', version, options);
}

describe('the signature of @hubspot/api-client', () => {
	const check = (
		headers: Record<string, string>,
		{ url = requestOf('').url, given = settings as SourceSettings, body = BODY } = {},
	): string => {
		const reception = receive(hubspot, requestOf(body, headers, { url }), given);
		return reception.kind === 'refused' ? reception.refusal.code : reception.kind;
	};
	const v3 = (text: string, timestamp = NOW): Record<string, string> => ({
		'x-hubspot-signature-v3': text,
		'x-hubspot-request-timestamp': String(timestamp),
	});
	const old = (version: string, text: string): Record<string, string> => ({
		'x-hubspot-signature': text,
		'x-hubspot-signature-version': version,
	});

	test('is taken in each version', () => {
		expect(check(v3(signature('v3')))).toBe('accepted');
		expect(check(old('v2', signature('v2')))).toBe('accepted');
		expect(check(old('v1', signature('v1')))).toBe('accepted');
		expect(check({ 'x-hubspot-signature': signature('v1') })).toBe('accepted');
	});

	test('is not taken in the name of another version', () => {
		expect(check(old('v1', signature('v2')))).toBe('bad_signature');
		expect(check(old('v2', signature('v1')))).toBe('bad_signature');
		expect(check(v3(signature('v1')))).toBe('bad_signature');
		expect(check(old('v1', signature('v3')))).toBe('bad_signature');
	});

	test('of version 3 is not replaced by an older one beside it', () => {
		const both = { ...old('v1', signature('v1')), ...v3(signature('v3')) };
		expect(check(both)).toBe('accepted');
		expect(check({ ...both, ...v3(signature('v3', { secret: 'another' })) })).toBe('bad_signature');
		expect(
			check({ ...both, ...v3(signature('v3', { timestamp: NOW - 300_001 }), NOW - 300_001) }),
		).toBe('stale_timestamp');
	});

	test('has to be of version 3 where the node requires it', () => {
		const given = { ...settings, fields: { requireV3: true } };
		expect(check(old('v1', signature('v1')), { given })).toBe('missing_signature');
		expect(check(old('v2', signature('v2')), { given })).toBe('missing_signature');
		expect(check(v3(signature('v3')), { given })).toBe('accepted');
	});

	test('is checked by its time in milliseconds', () => {
		for (const [age, code] of [
			[300_000, 'accepted'],
			[300_001, 'stale_timestamp'],
			[-300_001, 'stale_timestamp'],
		] as const)
			expect(check(v3(signature('v3', { timestamp: NOW - age }), NOW - age))).toBe(code);
	});

	test('covers the public address, as it was called or as HubSpot decodes it', () => {
		const url = 'https://n8n.example/webhook/a%2Fb?who=neda%40example.com&x=%20';
		const decoded = 'https://n8n.example/webhook/a/b?who=neda@example.com&x=%20';
		for (const signed of [url, decoded]) {
			expect(check(v3(signature('v3', { url: signed })), { url })).toBe('accepted');
			expect(check(old('v2', signature('v2', { url: signed })), { url })).toBe('accepted');
		}
		const elsewhere = { url: 'http://127.0.0.1:5678/webhook/a' };
		expect(check(v3(signature('v3', elsewhere)), { url })).toBe('bad_signature');
		expect(check(old('v2', signature('v2', elsewhere)), { url })).toBe('bad_signature');
	});

	test('of the older versions may be written in capitals, and not cut short', () => {
		expect(check(old('v1', signature('v1').toUpperCase()))).toBe('accepted');
		expect(check(old('v1', signature('v1').slice(0, -1)))).toBe('bad_signature');
		expect(check(old('v1', ''))).toBe('missing_signature');
	});

	test('covers the body with its letters beyond ASCII, byte for byte', () => {
		const body = '[{"propertyValue":"چراغ"}]';
		expect(check(v3(signature('v3', { body })), { body })).toBe('accepted');
		expect(check(old('v1', signature('v1', { body })), { body })).toBe('accepted');
		expect(check(old('v1', signature('v1', { body })), { body: body.replace('چ', 'ج') })).toBe(
			'bad_signature',
		);
	});
});

function deliver(...events: readonly unknown[]): Reception {
	const body = JSON.stringify(events);
	return receive(hubspot, hubspotSender.sign(Buffer.from(body), SECRET), settings);
}

const eventOf = (subscriptionType: string, changes: Fields = {}): Fields => ({
	eventId: 100,
	subscriptionId: 25,
	portalId: 33,
	appId: 1160452,
	occurredAt: OCCURRED_AT,
	subscriptionType,
	attemptNumber: 0,
	objectId: 51,
	changeSource: 'CRM',
	...changes,
});

const read = (subscriptionType: string, changes?: Fields): Touchpoint =>
	touchpointOf(deliver(eventOf(subscriptionType, changes)));

const change = (object: string, propertyName: string, propertyValue: string): Touchpoint =>
	read(`${object}.propertyChange`, { propertyName, propertyValue });

const CONTACT = { kind: 'external', namespace: 'hubspot:33', value: '51' };

test('reads a list of events, with every digit of the ids', () => {
	const { touchpoints } = acceptedOf(
		receive(hubspot, hubspotSender.sign(fixture('hubspot-events.json'), SECRET), settings),
	);
	expect(touchpoints).toEqual([
		{
			id: 'hubspot:33:25:3816279340:9007199254740993:1795157103000',
			source: 'hubspot',
			delivery: 'delivery-1',
			dedupe: 'event_id',
			type: 'customer_created',
			channel: 'other',
			occurredAt: OCCURRED_AT,
			receivedAt: NOW,
			sequence: 0,
			timeMark: 'as_sent',
			identities: [{ kind: 'external', namespace: 'hubspot:33', value: '9007199254740993' }],
			attributes: {},
			keys: {},
			properties: { event: 'contact.creation', changeSource: 'FORM' },
			test: false,
		},
		expect.objectContaining({
			type: 'customer_updated',
			sequence: 1,
			identities: [
				{ kind: 'external', namespace: 'hubspot:33', value: '9007199254740993' },
				{ kind: 'email', value: 'neda.karimi@example.com' },
			],
			properties: { event: 'contact.propertyChange', property: 'email', changeSource: 'FORM' },
		}),
	]);
});

test('takes every retry for the same event, and other subscriptions and times for others', () => {
	const first = read('contact.creation');
	expect(read('contact.creation', { attemptNumber: 3 }).id).toBe(first.id);
	for (const other of [
		{ subscriptionId: 26 },
		{ occurredAt: OCCURRED_AT + 1 },
		{ objectId: 52 },
		{ portalId: 34 },
	])
		expect(read('contact.creation', other).id).not.toBe(first.id);
	const unnumbered = read('contact.creation', { eventId: undefined });
	expect(unnumbered.dedupe).toBe('content_hash');
	expect(read('contact.creation', { eventId: undefined, attemptNumber: 3 }).id).toBe(unnumbered.id);
});

test.each([
	['contact.creation', 'customer_created'],
	['contact.deletion', 'customer_deleted'],
	['contact.privacyDeletion', 'erasure_requested'],
	['contact.restore', 'customer_restored'],
	['contact.somethingNew', 'other:contact.somethingNew'],
])('reads %s', (subscriptionType, type) => {
	expect(read(subscriptionType)).toMatchObject({ type, identities: [CONTACT] });
});

test.each<[string, Fields, string, string, Fields]>([
	['deal.creation', {}, 'deal_created', 'deal:51', { deal: '51', order: '51' }],
	['ticket.creation', {}, 'ticket_opened', 'ticket:51', { ticket: '51' }],
	['conversation.creation', {}, 'conversation_started', 'conversation:51', { conversation: '51' }],
	[
		'conversation.newMessage',
		{ messageId: 'm' },
		'other:conversation.newMessage',
		'conversation:51',
		{ conversation: '51' },
	],
	[
		'object.creation',
		{ objectTypeId: '0-3' },
		'deal_created',
		'deal:51',
		{ deal: '51', order: '51' },
	],
	['object.creation', { objectTypeId: '0-19' }, 'survey_answered', 'feedback_submission:51', {}],
	['object.creation', { objectTypeId: '0-47' }, 'meeting_booked', 'meeting:51', { meeting: '51' }],
	['object.creation', { objectTypeId: '2-17' }, 'other:2-17.creation', '2-17:51', {}],
])('reads %s of %j', (subscriptionType, changes, type, identity, keys) => {
	expect(read(subscriptionType, changes)).toMatchObject({
		type,
		identities: [{ kind: 'anonymous', namespace: 'hubspot:33', value: identity }],
		keys,
	});
});

test('reads a contact by a generic subscription as it does by the older kind', () => {
	expect(read('object.creation', { objectTypeId: '0-1' })).toMatchObject({
		type: 'customer_created',
		identities: [CONTACT],
	});
});

test.each([
	['email', 'Neda.Karimi@Example.com', { kind: 'email', value: 'neda.karimi@example.com' }],
	['phone', '0912 345 6789', { kind: 'phone', value: '+989123456789' }],
	['mobilephone', '۰۹۱۲۳۴۵۶۷۸۹', { kind: 'phone', value: '+989123456789' }],
])('recognises the contact by a new %s, which is not told twice', (property, value, identity) => {
	const touchpoint = change('contact', property, value);
	expect(touchpoint.identities).toEqual([CONTACT, identity]);
	expect(touchpoint.properties).not.toHaveProperty('value');
});

test('gives what is known of the customer, and where they stand', () => {
	expect(change('contact', 'firstname', 'Neda').attributes).toEqual({ firstName: 'Neda' });
	expect(change('contact', 'hs_language', 'fa').attributes).toEqual({ language: 'fa' });
	expect(change('contact', 'lifecyclestage', 'customer')).toMatchObject({
		type: 'lifecycle_stage_changed',
		attributes: { lifecycleStage: 'customer' },
	});
	expect(change('contact', 'favourite_colour', 'blue').properties.value).toBe('blue');
});

test('takes an opt-out for a refusal, and one taken back for no permission yet', () => {
	const denied = [{ channel: 'email', purpose: 'marketing', status: 'denied' }];
	for (const property of ['hs_email_optout', 'hs_email_optout_5876321'])
		expect(change('contact', property, 'true')).toMatchObject({
			type: 'unsubscribed',
			consent: denied,
		});
	const back = change('contact', 'hs_email_optout', 'false');
	expect(back.type).toBe('consent_updated');
	expect(back.consent).toBeUndefined();
});

describe('a deal', () => {
	test('that is won is one purchase, by whichever property it is told', () => {
		const seen = [
			change('deal', 'dealstage', 'closedwon'),
			change('deal', 'hs_is_closed_won', 'true'),
			read('object.propertyChange', {
				objectTypeId: '0-3',
				eventId: 7,
				occurredAt: OCCURRED_AT + 20,
				propertyName: 'dealstage',
				propertyValue: 'closedwon',
			}),
		];
		expect(seen.map(({ type }) => type)).toEqual(Array(3).fill('order_completed'));
		expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(['hubspot:33:deal:51:won']));
	});

	test.each([
		['dealstage', 'closedlost', 'deal_lost'],
		['hs_is_closed_lost', 'true', 'deal_lost'],
		['hs_is_closed_won', 'false', 'deal_updated'],
		['dealstage', 'appointmentscheduled', 'deal_updated'],
		['amount', '1250.50', 'deal_updated'],
	])('whose %s becomes %s is %s', (property, value, type) => {
		expect(change('deal', property, value)).toMatchObject({
			type,
			properties: { property, value },
		});
	});
});

test('takes a ticket for solved when it gets the date on which it was closed', () => {
	expect(change('ticket', 'closed_date', String(OCCURRED_AT)).type).toBe('ticket_solved');
	expect(change('ticket', 'closed_date', '').type).toBe('ticket_updated');
	expect(change('ticket', 'hs_pipeline_stage', '4').type).toBe('ticket_updated');
});

describe('an association', () => {
	const associate = (associationType: string, changes: Fields = {}): Touchpoint =>
		read('contact.associationChange', {
			objectId: undefined,
			fromObjectId: 51,
			toObjectId: 900,
			associationType,
			associationRemoved: false,
			...changes,
		});
	const DEAL = { kind: 'anonymous', namespace: 'hubspot:33', value: 'deal:900' };

	test('joins a deal or a ticket to its contact', () => {
		expect(associate('CONTACT_TO_DEAL')).toMatchObject({
			type: 'association_changed',
			identities: [CONTACT, DEAL],
			keys: { deal: '900' },
		});
		const ticket = associate('TICKET_TO_CONTACT', { fromObjectId: 900, toObjectId: 51 });
		expect(ticket.identities).toEqual([CONTACT, { ...DEAL, value: 'ticket:900' }]);
	});

	test('is read from the ids of a generic subscription', () => {
		const generic = read('object.associationChange', {
			objectId: undefined,
			fromObjectTypeId: '0-1',
			fromObjectId: 51,
			toObjectTypeId: '0-3',
			toObjectId: 900,
		});
		expect(generic.identities).toEqual([CONTACT, DEAL]);
	});

	test('joins nobody when it was taken away, nor by a company, which has many contacts', () => {
		expect(associate('CONTACT_TO_DEAL', { associationRemoved: true })).toMatchObject({
			identities: [CONTACT],
			properties: { isRemoved: true },
		});
		expect(associate('CONTACT_TO_COMPANY').identities).toEqual([CONTACT]);
	});

	test('with a company makes the contact a member of that account until it is taken away', () => {
		expect(associate('CONTACT_TO_COMPANY').keys).toEqual({ account: '900' });
		expect(associate('CONTACT_TO_COMPANY', { associationRemoved: true }).keys).toEqual({});
		expect(associate('CONTACT_TO_DEAL').keys).not.toHaveProperty('account');
		const named = read('contact.propertyChange', {
			propertyName: 'associatedcompanyid',
			propertyValue: '900',
		});
		expect(named.keys).toEqual({ account: '900' });
	});
});

test('names only who is left after a merge: two ids of one portal are two people', () => {
	const merge = read('contact.merge', {
		objectId: undefined,
		primaryObjectId: 51,
		mergedObjectIds: [52],
		newObjectId: 53,
	});
	expect(merge).toMatchObject({
		type: 'customer_merged',
		identities: [{ ...CONTACT, value: '53' }],
		properties: { mergedIds: [52] },
	});
});

test('passes over companies, products and their lines', () => {
	const events = ['company.creation', 'product.propertyChange', 'line_item.creation'].map((name) =>
		eventOf(name),
	);
	expect(
		acceptedOf(deliver(...events, eventOf('object.creation', { objectTypeId: '0-2' }))),
	).toMatchObject({
		touchpoints: [],
		rejected: [],
	});
});

test('reads what a workflow sends: the whole contact as one object', () => {
	const workflow = (properties: Fields, changes: Fields = {}): Touchpoint => {
		const body = JSON.stringify({ vid: 51, 'portal-id': 33, properties, ...changes });
		return touchpointOf(receive(hubspot, hubspotSender.sign(Buffer.from(body), SECRET), settings));
	};
	const versioned = {
		email: { value: 'neda@example.com', versions: [] },
		firstname: { value: 'Neda' },
		hs_email_optout: { value: 'true' },
		lastmodifieddate: { value: String(OCCURRED_AT) },
	};
	expect(workflow(versioned)).toMatchObject({
		type: 'other:workflow',
		dedupe: 'content_hash',
		occurredAt: OCCURRED_AT,
		identities: [CONTACT, { kind: 'email', value: 'neda@example.com' }],
		attributes: { firstName: 'Neda' },
		consent: [{ status: 'denied' }],
	});
	expect(workflow({ email: 'neda@example.com' })).toMatchObject({ dedupe: 'none' });
});

test('keeps the others of a list in which one is unusable', () => {
	const reception = acceptedOf(
		deliver(
			eventOf('contact.creation'),
			'text',
			eventOf('deal.creation', { objectId: null }),
			{},
			eventOf('ticket.creation'),
		),
	);
	expect(reception.touchpoints.map(({ type }) => type)).toEqual([
		'customer_created',
		'ticket_opened',
	]);
	expect(reception.rejected.map(({ index }) => index)).toEqual([1, 2, 3]);
	expect(refusalOf(receive(hubspot, requestOf('[]'), settings)).code).toBe('missing_signature');
});
