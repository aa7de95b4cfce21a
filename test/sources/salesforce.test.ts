import type { Touchpoint } from '../../journey/touchpoint';
import { BrokenBody } from '../../sources/delivery-errors';
import { receive } from '../../sources/receive';
import { salesforce } from '../../sources/salesforce';
import { readSalesforceMessage } from '../../sources/salesforce-message';
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
import { salesforceSender } from './senders/salesforce';

const ORG = '00D5e000000KQ2eEAG';
const NAMESPACE = 'salesforce:00D5e000000KQ2e';
const settings = settingsOf({ secrets: [ORG] });
const at = (text: string): number => Date.parse(text);

/** The message as Salesforce writes it, with these notifications. */
const message = (notifications: string, organization = ORG): string =>
	fixture('salesforce-contacts.xml')
		.toString()
		.replace('{organization}', organization)
		.replace(/<Notification>.*<\/Notification>/s, notifications);

const notification = (
	object: string,
	fields: Readonly<Record<string, string>>,
	id = '04l1',
): string =>
	`<Notification><Id>${id}</Id><sObject xsi:type="sf:${object}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">${Object.entries(
		fields,
	)
		.map(([name, value]) => `<sf:${name}>${value}</sf:${name}>`)
		.join('')}</sObject></Notification>`;

const deliver = (text: string, given: SourceSettings = settings): Reception =>
	receive(salesforce, requestOf(text, { 'content-type': 'text/xml' }), given);

const read = (
	object: string,
	fields: Readonly<Record<string, string>>,
	given?: SourceSettings,
): Touchpoint => touchpointOf(deliver(message(notification(object, fields)), given));

const NEW = {
	CreatedDate: '2026-11-20T06:45:00.000Z',
	LastModifiedDate: '2026-11-20T06:45:00.000Z',
};
const CHANGED = { ...NEW, LastModifiedDate: '2026-11-20T06:50:00.000Z' };

test('reads a contact and a won opportunity out of one message', () => {
	const reception = receive(
		salesforce,
		salesforceSender.sign(salesforceSender.body, ORG),
		settings,
	);
	expect(acceptedOf(reception).touchpoints).toEqual([
		{
			id: 'salesforce:00D5e000000KQ2e:04l5e00000Gx7QzAAJ',
			source: 'salesforce',
			delivery: 'delivery-1',
			dedupe: 'event_id',
			type: 'customer_created',
			channel: 'other',
			occurredAt: at('2026-11-20T06:45:00Z'),
			receivedAt: NOW,
			sequence: 0,
			timeMark: 'as_sent',
			identities: [
				{ kind: 'external', namespace: NAMESPACE, value: '0035e00000ZkM3hAAF' },
				{ kind: 'email', value: 'neda.karimi@example.com' },
				{ kind: 'phone', value: '+989123456789' },
			],
			attributes: { firstName: 'Neda', lastName: 'Karimi', city: 'Shiraz' },
			keys: {},
			properties: {
				object: 'Contact',
				Id: '0035e00000ZkM3hAAF',
				CreatedDate: '2026-11-20T06:45:00.000Z',
				DoNotCall: 'false',
				HasOptedOutOfEmail: 'false',
				LastModifiedDate: '2026-11-20T06:45:00.000Z',
				LeadSource: 'Web & Fair',
				MailingCity: 'Shiraz',
			},
			test: false,
		},
		expect.objectContaining({
			id: 'salesforce:00D5e000000KQ2e:Opportunity:0065e00000PpL1aAAF:won',
			type: 'order_completed',
			value: { amount: '1250.50', currency: 'EUR' },
			keys: { order: '0065e00000PpL1aAAF' },
			identities: [
				{ kind: 'external', namespace: NAMESPACE, value: '0035e00000ZkM3hAAF' },
				{ kind: 'anonymous', namespace: NAMESPACE, value: 'opportunity:0065e00000PpL1aAAF' },
			],
		}),
	]);
});

test('acknowledges in SOAP, for all notifications of the message, also when one is unusable', () => {
	const mixed = message(
		notification('Contact', { Id: '0031', ...NEW }) +
			notification('Contact', {}, '04l2') +
			notification('Contact', { Id: '0033', ...NEW }, '04l3'),
	);
	const { touchpoints, rejected, answer } = acceptedOf(deliver(mixed));
	expect(touchpoints).toHaveLength(2);
	expect(rejected.map(({ index }) => index)).toEqual([1]);
	expect(answer.status).toBe(200);
	expect(answer.headers?.['content-type']).toBe('text/xml; charset=utf-8');
	expect(answer.body.replace(/\s*\n\s*/g, '')).toContain(
		'<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>',
	);
});

test('takes a message of a hundred notifications', () => {
	const hundred = Array.from({ length: 100 }, (_, place) =>
		notification('Contact', { Id: `003${place}`, ...NEW }, `04l${place}`),
	);
	expect(acceptedOf(deliver(message(hundred.join('')))).touchpoints).toHaveLength(100);
});

describe('the organization', () => {
	const contact = notification('Contact', { Id: '0031', ...NEW });
	const check = (organization: string, secrets: readonly string[]): string => {
		const reception = deliver(message(contact, organization), settingsOf({ secrets }));
		return reception.kind === 'refused' ? reception.refusal.code : reception.kind;
	};

	test('is known by 15 characters as well as by 18', () => {
		expect(check(ORG, [ORG])).toBe('accepted');
		expect(check(ORG, [ORG.slice(0, 15)])).toBe('accepted');
		expect(check(ORG.slice(0, 15), [ORG])).toBe('accepted');
	});

	test('is told from another, by capital letters too', () => {
		expect(check('00D5E000000KQ2eEAG', [ORG])).toBe('bad_signature');
		expect(check(ORG.slice(0, 14), [ORG])).toBe('bad_signature');
		expect(check(`${ORG}x`, [ORG])).toBe('bad_signature');
		expect(check('', [ORG])).toBe('missing_signature');
	});

	test('has to be set as such an id', () => {
		for (const secret of ['00D', 'secret', '0035e00000ZkM3hAAF'])
			expect(check(secret, [secret])).toBe('no_secret');
	});

	test('is the one that the message names, not one in a comment, a field or another place', () => {
		const ours = `<OrganizationId>${ORG}</OrganizationId>`;
		const foreign = message(
			notification('Contact', { Id: '0031', OrganizationId: ORG }),
			'00D0Y0000035zzzUAA',
		);
		for (const hidden of [
			foreign.replace('<OrganizationId>', `<Note>${ours}</Note><!-- ${ours} --><OrganizationId>`),
			foreign.replace('</OrganizationId>', `</OrganizationId><!-- ${ours} -->${ours}`),
			foreign.replace('<soapenv:Body>', `<soapenv:Header>${ours}</soapenv:Header><soapenv:Body>`),
		])
			expect(refusalOf(deliver(hidden)).code).toBe('bad_signature');
	});
});

describe('an attack by XML', () => {
	const good = message(notification('Contact', { Id: '0031', ...NEW }));
	const reasonOf = (text: string | Buffer): string => {
		const body = Buffer.from(text);
		expect(() => readSalesforceMessage(body)).toThrow(BrokenBody);
		const refusal = refusalOf(receive(salesforce, requestOf(body), settings));
		expect(refusal.status).toBe(400);
		return refusal.reason;
	};
	const withHead = (head: string): string => good.replace(/(<\?xml[^>]*\?>)/, `$1${head}`);

	test.each([
		['entities that grow', `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>`],
		['an external entity', `<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>`],
		['an external document type', `<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">`],
		['a document type in small letters', `<!doctype a>`],
	])('is refused: %s', (_name, head) => {
		expect(reasonOf(withHead(head))).toMatch(/document type|not well-formed/);
	});

	test('is refused: an entity that nobody defined, and one that is no character', () => {
		expect(reasonOf(good.replace('0031', '&xxe;'))).toMatch(/not well-formed/);
	});

	test('is refused: nesting, attributes and instructions without end', () => {
		expect(reasonOf('<a>'.repeat(100_000))).toMatch(/nests deeper than 40/);
		const attributes = Array.from({ length: 50_000 }, (_, place) => `a${place}="1"`).join(' ');
		expect(reasonOf(`<a ${attributes}/>`)).toMatch(/over 32 attributes/);
		expect(reasonOf(withHead('<?php system("id") ?>'))).toMatch(/processing instruction/);
	});

	test.each([
		['cut off', good.slice(0, -30)],
		['tags that cross', good.replace('</sObject>', '</Notification>')],
		['text behind the end', `${good}<a/>`],
		['nothing', ''],
		['another XML', '<?xml version="1.0"?><rss/>'],
		['JSON', '{"OrganizationId":"00D"}'],
		['bytes that are not UTF-8', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good)])],
	])('and a broken body is refused: %s', (_name, text) => {
		expect(reasonOf(text)).not.toContain('0031');
	});

	test.each([
		['opening brackets', '<'.repeat(1_000_000)],
		['spaces in a tag', `<a${' '.repeat(1_000_000)}>`],
		['ampersands', `<a>${'&'.repeat(1_000_000)}`],
		['quotation marks', `<a ${`b='`.repeat(300_000)}`],
		['the beginnings of CDATA', `<a>${'<![CDATA['.repeat(100_000)}`],
	])('and a flood is refused in no time: %s', (_name, text) => {
		expect(reasonOf(text)).toMatch(/not well-formed/);
	});

	test('cannot reach an object through the name of a field', () => {
		const { notifications } = readSalesforceMessage(
			Buffer.from(
				message(notification('Contact', { Id: '0031', __proto__x: '1', constructor: 'c' })),
			),
		);
		expect(Object.keys(notifications[0]?.fields ?? {})).toEqual([
			'Id',
			'__proto__x',
			'constructor',
		]);
		expect(
			touchpointOf(deliver(message(notification('Contact', { Id: '0031', ['__proto__']: 'p' }))))
				.type,
		).toBe('customer_updated');
	});

	test('leaves nothing that the store cannot keep', () => {
		const fields = { Id: '0031', Note__c: 'a&#0;b', ...NEW };
		const outcome = deliver(message(notification('Contact', fields)));
		if (outcome.kind === 'accepted')
			expect(JSON.stringify(outcome.touchpoints)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
	});
});

test.each<[string, Readonly<Record<string, string>>, string]>([
	['Contact', CHANGED, 'customer_updated'],
	['Lead', NEW, 'lead_created'],
	['Lead', { ...CHANGED, IsConverted: 'true' }, 'lead_converted'],
	['Opportunity', NEW, 'deal_created'],
	['Opportunity', { ...CHANGED, StageName: 'Closed Won' }, 'order_completed'],
	['Opportunity', { ...CHANGED, IsClosed: 'true', IsWon: 'false' }, 'deal_lost'],
	['Opportunity', CHANGED, 'deal_updated'],
	['Order', { ...CHANGED, Status: 'Activated' }, 'order_completed'],
	['Order', { ...CHANGED, Status: 'Activated', OpportunityId: '0061' }, 'order_updated'],
	['Order', NEW, 'order_created'],
	['Case', { ...NEW, Status: 'New' }, 'ticket_opened'],
	['Case', { ...CHANGED, IsClosed: 'true' }, 'ticket_solved'],
	['Case', CHANGED, 'ticket_updated'],
	['CampaignMember', { ContactId: '0031', HasResponded: 'true' }, 'campaign_responded'],
	['Event', { ...NEW, WhoId: '0031' }, 'meeting_booked'],
	[
		'Account',
		{ ...NEW, IsPersonAccount: 'true', PersonEmail: 'neda@example.com' },
		'customer_created',
	],
	['Account', NEW, 'other:Account'],
	['Visit__c', { ...NEW, Email__c: 'neda@example.com' }, 'other:Visit__c'],
])('reads %s with %j as %s', (object, fields, type) => {
	expect(read(object, { Id: '0011', ...fields }).type).toBe(type);
});

test('counts a purchase once, however often its record is changed', () => {
	const won = { Id: '0061', IsWon: 'true' };
	const ids = [
		notification('Opportunity', { ...won, ...NEW }, '04l1'),
		notification('Opportunity', { ...won, ...CHANGED }, '04l2'),
	].map((text) => touchpointOf(deliver(message(text))).id);
	expect(new Set(ids).size).toBe(1);
	const changed = [NEW, CHANGED].map(
		(fields, place) =>
			touchpointOf(
				deliver(message(notification('Contact', { Id: '0031', ...fields }, `04l${place}`))),
			).id,
	);
	expect(new Set(changed).size).toBe(2);
});

test('joins a converted lead to its contact, and a case to whoever wrote it', () => {
	expect(
		read('Lead', { Id: '00Q1', ConvertedContactId: '0031', IsConverted: 'true' }).identities,
	).toEqual([
		{ kind: 'external', namespace: NAMESPACE, value: '0031' },
		{ kind: 'external', namespace: `${NAMESPACE}:lead`, value: '00Q1' },
	]);
	const ticket = read('Case', {
		Id: '5001',
		CaseNumber: '00001026',
		SuppliedEmail: 'neda@example.com',
		Origin: 'Phone',
	});
	expect(ticket).toMatchObject({ channel: 'phone', keys: { ticket: '00001026' } });
	expect(ticket.identities.map(({ kind }) => kind)).toEqual(['email', 'anonymous']);
});

test('does not take the number of a company for that of a person', () => {
	expect(read('Account', { Id: '0011', Phone: '+302101234567' }).identities).toEqual([
		{ kind: 'external', namespace: `${NAMESPACE}:account`, value: '0011' },
	]);
});

test('takes a ticked box for a refusal, and an empty one for nothing', () => {
	expect(
		read('Contact', { Id: '0031', HasOptedOutOfEmail: 'true', DoNotCall: 'true' }).consent,
	).toEqual([
		{ channel: 'email', purpose: 'marketing', status: 'denied' },
		{ channel: 'phone', purpose: 'marketing', status: 'denied' },
	]);
	expect(read('Contact', { Id: '0031', HasOptedOutOfEmail: 'false' }).consent).toBeUndefined();
});

test('takes the currency of the node where the organization has only one', () => {
	const won = { Id: '0061', IsWon: 'true', Amount: '1250.5' };
	expect(read('Opportunity', won).value).toBeUndefined();
	expect(read('Opportunity', won, { ...settings, fields: { currency: 'EUR' } }).value).toEqual({
		amount: '1250.5',
		currency: 'EUR',
	});
});

test('keeps the fields that were chosen, but no address, number, name or password', () => {
	const { properties } = read('Contact', {
		Id: '0031',
		Tier__c: 'gold',
		MailingStreet: 'Street 5',
		Birthdate: '1990-01-01',
		HomePhone: '+302101234567',
		Portal_Password__c: 'x',
		Name: 'Neda Karimi',
	});
	expect(properties).toEqual({ object: 'Contact', Id: '0031', Tier__c: 'gold' });
});

test("takes the company of a contact or an opportunity for the customer's account", () => {
	expect(read('Contact', { Id: '0031', AccountId: '0011' }).keys).toEqual({ account: '0011' });
	expect(read('Opportunity', { Id: '0061', AccountId: '0011' }).keys).toMatchObject({
		account: '0011',
	});
	expect(read('Account', { Id: '0011' }).keys).toEqual({});
	expect(read('Contact', { Id: '0031', AccountId: '0011', IsPersonAccount: 'true' }).keys).toEqual(
		{},
	);
});
