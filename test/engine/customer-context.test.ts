import type { IDataObject } from 'n8n-workflow';
import { isoTime } from '../../nodes/shared/iso-time';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { touchpointItem } from './touchpoints';

const store = temporaryStore();
stoppedClock();

const journeyStage = async (parameters: NodeUnderTest['parameters'], input?: IDataObject[]) =>
	await runNode(
		{ type: 'journeyStage', parameters, credentials: store.credentials },
		input ? { input } : {},
	);

const charlotte = { kind: 'email' as const, value: 'charlotte@example.com' };

const history = [
	touchpointItem({
		id: 'shopify:o-1',
		type: 'order_completed',
		keys: { order: '1001' },
		value: { amount: '49.90', currency: 'EUR' },
		attributes: { timeZone: 'Asia/Tehran', role: 'buyer' },
		identities: [charlotte],
	}),
	...Array.from({ length: 10 }, (_, place) =>
		touchpointItem({
			id: `brevo:c-${place}`,
			type: 'campaign_clicked',
			channel: 'email',
			occurredAt: NOW + place,
		}),
	),
	touchpointItem({
		id: 'zendesk:t-1',
		type: 'ticket_opened',
		channel: 'phone',
		keys: { ticket: 'T-7', account: 'acme' },
		properties: { subject: 'Broken cup' },
		occurredAt: NOW + 20,
	}),
	touchpointItem({
		id: 'typeform:s-1',
		type: 'survey_answered',
		occurredAt: NOW + 30,
		experience: { metric: 'csat', scale: [1, 5], raw: 2, score: 25 },
	}),
	touchpointItem({
		id: 'segment:g-1',
		type: 'group_joined',
		identities: [{ kind: 'email', value: 'boss@example.com' }],
		keys: { account: 'acme' },
		occurredAt: NOW + 40,
	}),
];

beforeEach(async () => {
	const recorded = await journeyStage({ resource: 'touchpoint', operation: 'record' }, history);
	expect(recorded.error).toBeNull();
});

test('Get Context tells all that another channel needs to know, with times as ISO 8601', async () => {
	const result = await journeyStage({
		resource: 'customer',
		operation: 'getContext',
		customer: 'email',
		email: 'charlotte@example.com',
	});
	expect(result.json()).toEqual([
		expect.objectContaining({
			openOrders: [
				{
					key: '1001',
					status: 'ordered',
					orderedAt: isoTime(NOW),
					lastAt: isoTime(NOW),
					value: { amount: '49.90', currency: 'EUR' },
				},
			],
			openCases: [
				{
					key: 'T-7',
					openedAt: isoTime(NOW + 20),
					lastAt: isoTime(NOW + 20),
					channel: 'phone',
					topic: 'Broken cup',
				},
			],
			mood: { score: 25, at: isoTime(NOW + 30), metric: 'csat', lowest: 25 },
			preferredChannel: 'email',
			preferredHour: { hour: 13, zone: 'Asia/Tehran', basis: 13 },
			value: {
				orders: 1,
				spent: [{ amount: '49.90', currency: 'EUR' }],
				firstOrderAt: isoTime(NOW),
				lastOrderAt: isoTime(NOW),
			},
			rfm: null,
			nextContent: null,
			accounts: [
				{
					key: 'acme',
					role: 'buyer',
					people: 2,
					others: [
						{
							customerId: expect.any(String),
							role: null,
							lastType: 'group_joined',
							lastAt: isoTime(NOW + 40),
						},
					],
				},
			],
		}),
	]);
});

test('Record with an Account ID makes a touchpoint put together on the canvas one of the account', async () => {
	await journeyStage(
		{
			resource: 'touchpoint',
			operation: 'record',
			touchpoint: 'fields',
			type: 'quote_requested',
			customer: 'email',
			email: 'user@example.com',
			moreFields: { accountId: 'acme' },
		},
		[{}],
	);
	const result = await journeyStage({
		resource: 'customer',
		operation: 'getContext',
		customer: 'email',
		email: 'user@example.com',
	});
	expect(result.json()[0]?.accounts).toMatchObject([{ key: 'acme', people: 3 }]);
});
