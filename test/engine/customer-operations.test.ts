import type { IDataObject } from 'n8n-workflow';
import type { Identity } from '../../journey/identity';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { touchpoint, touchpointItem } from './touchpoints';

const store = temporaryStore();
stoppedClock();

const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOW };
const CHARLOTTE = 'charlotte@example.com';

const customer = (
	operation: string,
	parameters: NodeUnderTest['parameters'] = {},
): NodeUnderTest => ({
	type: 'journeyStage',
	parameters: {
		resource: 'customer',
		operation,
		customer: 'email',
		email: CHARLOTTE,
		...parameters,
	},
	credentials: store.credentials,
});

const run = async (
	operation: string,
	parameters: NodeUnderTest['parameters'] = {},
	input: IDataObject[] = [{}],
) => await runNode(customer(operation, parameters), { input });

const email = (value: string): Identity => ({ kind: 'email', value });
const external = (value: string): Identity => ({ kind: 'external', namespace: 'shop', value });

beforeEach(async () => {
	await (
		await store.open()
	).record(
		[
			touchpoint({
				id: 'shopify:1',
				identities: [email(CHARLOTTE), external('7')],
				attributes: { city: 'Athens' },
				occurredAt: NOW - 60_000,
			}),
		],
		options,
	);
});

describe('Set Consent', () => {
	test('writes the word down as a touchpoint of every identity of the customer', async () => {
		const result = await run('setConsent', {
			channel: 'sms',
			options: { note: 'on the phone', occurredAt: '2026-11-22T09:30:00Z' },
		});
		expect(result.json()).toEqual([
			expect.objectContaining({
				found: true,
				applied: true,
				changed: 'marketing.sms',
				status: 'denied',
				consent: { 'marketing.sms': 'denied' },
			}),
		]);
		const kept = await (await store.open()).exportCustomer(email(CHARLOTTE));
		expect(kept?.touchpoints.find(({ source }) => source === 'manual')).toMatchObject({
			type: 'consent_updated',
			occurredAt: NOW - 30 * 60_000,
			identities: [email(CHARLOTTE), external('7')],
			properties: { note: 'on the phone' },
		});
	});

	test('grants again what stood denied under another identity', async () => {
		await (
			await store.open()
		).record(
			[
				touchpoint({
					id: 'shopify:2',
					identities: [external('7')],
					occurredAt: NOW - 1000,
					consent: [{ purpose: 'marketing', channel: 'email', status: 'denied' }],
				}),
			],
			options,
		);
		const result = await run('setConsent', { status: 'granted' });
		expect(result.json()[0]?.consent).toEqual({ 'marketing.email': 'granted' });
	});

	test('makes a customer of an address that it does not know, and nobody of an unknown id', async () => {
		const known = await run('setConsent', { email: 'new@example.com' });
		expect(known.json()[0]).toMatchObject({
			applied: true,
			consent: { 'marketing.email': 'denied' },
		});
		const unknown = await run('setConsent', { customer: 'customerId', customerId: 'nobody' });
		expect(unknown.json()).toEqual([{ found: false }]);
	});

	test('counts nothing for an item that is a test', async () => {
		const result = await run('setConsent', {}, [{ test: true }]);
		expect(result.json()[0]).toMatchObject({ applied: false, consent: {} });
	});

	test('says which time it cannot read', async () => {
		const result = await run('setConsent', { options: { occurredAt: 'yesterday' } });
		expect(result.error?.message).toContain("'Occurred At'");
	});
});

describe('Merge', () => {
	const other = { otherCustomer: 'email', otherEmail: 'c@example.com' };

	test('makes one customer of two', async () => {
		const opened = await store.open();
		const second = touchpoint({ id: 'shopify:2', identities: [email('c@example.com')] });
		const [recorded] = await opened.record([second], options);
		const result = await run('merge', other);
		expect(result.json()).toEqual([
			{
				merged: true,
				why: null,
				customerId: expect.any(String) as string,
				mergedId: recorded?.customerId,
			},
		]);
		expect((await run('merge', other)).json()[0]).toMatchObject({
			merged: false,
			why: 'same_customer',
		});
	});

	test('says why it does not', async () => {
		expect((await run('merge', other)).json()).toEqual([
			{ merged: false, why: 'other_customer_unknown' },
		]);
		expect((await run('merge', { ...other, email: 'nobody@example.com' })).json()).toEqual([
			{ merged: false, why: 'customer_unknown' },
		]);
		const opened = await store.open();
		await opened.record(
			[touchpoint({ id: 'shopify:2', identities: [email('c@example.com'), external('8')] })],
			options,
		);
		expect((await run('merge', other)).json()).toEqual([
			{ merged: false, why: 'different_people', namespaces: ['shop'] },
		]);
	});

	test('names the field of the other customer that is wrong', async () => {
		const result = await run('merge', { ...other, otherEmail: 'the till' });
		expect(result.error?.message).toContain("'Email' is not one email address");
	});
});

describe('Export', () => {
	test('gives everything as one item, times in ISO 8601', async () => {
		const result = await run('export');
		expect(result.json()).toEqual([
			expect.objectContaining({
				found: true,
				firstSeenAt: '2026-11-22T09:59:00.000Z',
				attributes: { city: 'Athens' },
				attributeHistory: {
					city: [
						{
							value: 'Athens',
							occurredAt: '2026-11-22T09:59:00.000Z',
							source: 'shopify',
							touchpointId: 'shopify:1',
						},
					],
				},
				touchpoints: [expect.objectContaining({ id: 'shopify:1', email: CHARLOTTE })],
				visits: [expect.objectContaining({ enteredAt: '2026-11-22T09:59:00.000Z' })],
			}),
		]);
	});

	test('changes nothing of what others have named, and tells every time of our own', async () => {
		const attributes = { createdAt: 1_700_000_000, plan: { renewsAt: 7 } };
		const told = touchpoint({ id: 'shopify:2', identities: [email(CHARLOTTE)], attributes });
		await (await store.open()).record([told], options);
		await runNode(
			{
				type: 'waitForTouchpoint',
				parameters: { continueBy: 'moment', types: ['product_added_to_wishlist'] },
				credentials: store.credentials,
			},
			{ input: [touchpointItem({ identities: [email(CHARLOTTE)], occurredAt: NOW - 60_000 })] },
		);
		const [exported] = (await run('export')).json();
		expect(exported).toMatchObject({
			attributes,
			attributeHistory: {
				createdAt: [{ value: attributes.createdAt }],
				plan: [{ value: attributes.plan }],
			},
			waits: [{ resolution: { at: '2026-11-22T09:59:00.000Z' } }],
		});
	});

	test('says that nobody was found', async () => {
		expect((await run('export', { email: 'nobody@example.com' })).json()).toEqual([
			{ found: false },
		]);
	});
});

describe('Erase', () => {
	test('erases the customer and gives a proof without personal data', async () => {
		const result = await run('erase');
		expect(result.json()).toEqual([
			{
				found: true,
				erasedAt: '2026-11-22T10:00:00.000Z',
				erased: expect.objectContaining({ customers: 1, touchpoints: 1, identities: 2 }) as object,
				endedWaits: 0,
				keptRedeemedCodes: 0,
			},
		]);
		expect(JSON.stringify(result.json())).not.toContain('charlotte');
		expect((await run('getContext')).json()).toEqual([{ found: false }]);
		expect((await run('erase')).json()).toEqual([{ found: false }]);
	});

	test('tells Record why a touchpoint of an erased customer is not applied again', async () => {
		await run('erase');
		const again = touchpoint({ id: 'shopify:1' });
		expect(await (await store.open()).record([again], options)).toMatchObject([
			{ refusal: 'erased' },
		]);
	});
});

describe('Block Identity', () => {
	test('keeps an identity from identifying anybody, and takes that back', async () => {
		const block = { identityKind: 'email', identityValue: ' Charlotte@Example.com ' };
		const result = await run('blockIdentity', block);
		expect(result.json()).toEqual([
			{
				identity: { kind: 'email', value: CHARLOTTE },
				blocked: true,
				formerCustomerId: expect.any(String) as string,
			},
		]);
		expect((await run('getContext')).json()).toEqual([{ found: false }]);
		const allowed = await run('blockIdentity', { ...block, identityRule: 'personal' });
		expect(allowed.json()[0]).toMatchObject({ blocked: false, formerCustomerId: null });
	});

	test.each([
		['phone', '+30 210 123 4567', { kind: 'phone', value: '+302101234567' }],
		['external', '9', { kind: 'external', namespace: 'shop', value: '9' }],
		['anonymous', 'till-3', { kind: 'anonymous', namespace: 'shop', value: 'till-3' }],
	])('takes an identity of the kind %s', async (identityKind, identityValue, identity) => {
		const parameters = { identityKind, identityValue, identityNamespace: 'shop' };
		expect((await run('blockIdentity', parameters)).json()[0]).toMatchObject({ identity });
	});

	test('says what is not an address', async () => {
		const result = await run('blockIdentity', { identityValue: 'the till' });
		expect(result.error?.message).toContain("'Value' is not one email address");
	});
});

test('Record says which identities were not joined, and why', async () => {
	const node: NodeUnderTest = {
		type: 'journeyStage',
		parameters: { resource: 'touchpoint', operation: 'record' },
		credentials: store.credentials,
	};
	const identities = [external('8'), email(CHARLOTTE), email('office@example.com')];
	const input = [touchpointItem({ id: 'shopify:3', identities })];
	const result = await runNode(node, { input });
	expect(result.json(0)[0]?.conflicts).toEqual([
		{ identity: 'email:office@example.com', why: 'shared_address' },
		{ identity: `email:${CHARLOTTE}`, why: 'other_customer' },
	]);
});
