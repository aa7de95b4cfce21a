import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Touchpoint } from '../../journey/touchpoint';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { touchpointItem } from './touchpoints';

const MINUTE_MS = 60 * 1000;

const store = temporaryStore();
stoppedClock();

const segments = (...rows: INodeParameters[]): INodeParameters => ({ segment: rows });

const champions = {
	name: 'Champions',
	members: { recency: [4, 5], monetary: [4, 5] },
};

const journeyStage = async (parameters: NodeUnderTest['parameters'], input?: IDataObject[]) =>
	await runNode(
		{ type: 'journeyStage', parameters, credentials: store.credentials },
		input ? { input } : {},
	);

const save = async (parameters: NodeUnderTest['parameters']) =>
	await journeyStage({
		resource: 'journey',
		operation: 'save',
		startFrom: 'journey',
		journey: 'five_stage',
		journeyName: '',
		...parameters,
	});

describe('Segments in Journey: Save', () => {
	test('take every condition in the panel', async () => {
		const saved = await save({
			segments: segments(
				{ ...champions, members: { ...champions.members, frequency: [5] } },
				{
					name: 'High Value',
					members: { minSpent: 300, currency: 'eur', minOrders: 2, maxDaysSinceOrder: 30 },
				},
				{ name: 'In Need', members: { maxLowestScore: 20, id: 'needs_care' } },
				{ name: 'Complaining', members: { type: 'ticket_opened', minTouchpoints: 2 } },
				{ name: 'Asking', members: { type: 'ticket_opened' } },
				{ name: 'Curious', members: { minTouchpoints: 10 } },
				{ name: 'Asleep', members: { minDaysSinceOrder: 90, maxLastScore: 50 } },
				{
					name: 'Local',
					members: { when: '{ "field": "attributes.city", "op": "eq", "value": "Athens" }' },
				},
			),
		});
		expect(saved.error).toBeNull();
		expect(saved.json()[0]?.segments).toEqual([
			{
				name: 'champions',
				displayName: 'Champions',
				when: {
					all: [
						{ field: 'rfm.recency', op: 'in', value: [4, 5] },
						{ field: 'rfm.frequency', op: 'in', value: [5] },
						{ field: 'rfm.monetary', op: 'in', value: [4, 5] },
					],
				},
			},
			{
				name: 'high_value',
				displayName: 'High Value',
				when: {
					all: [
						{ field: 'orders', op: 'gte', value: 2 },
						{ field: 'spent.EUR', op: 'gte', value: 300 },
						{ field: 'daysSinceOrder', op: 'lte', value: 30 },
					],
				},
			},
			{
				name: 'needs_care',
				displayName: 'In Need',
				when: { field: 'lowestScore', op: 'lte', value: 20 },
			},
			{
				name: 'complaining',
				displayName: 'Complaining',
				when: { field: 'touchpoints.ticket_opened', op: 'gte', value: 2 },
			},
			{
				name: 'asking',
				displayName: 'Asking',
				when: { field: 'touchpoints.ticket_opened', op: 'gte', value: 1 },
			},
			{
				name: 'curious',
				displayName: 'Curious',
				when: { field: 'touchpoints', op: 'gte', value: 10 },
			},
			{
				name: 'asleep',
				displayName: 'Asleep',
				when: {
					all: [
						{ field: 'daysSinceOrder', op: 'gte', value: 90 },
						{ field: 'lastScore', op: 'lte', value: 50 },
					],
				},
			},
			{
				name: 'local',
				displayName: 'Local',
				when: { field: 'attributes.city', op: 'eq', value: 'Athens' },
			},
		]);
	});

	test('change those of the journey it starts from in their place, and add the others', async () => {
		await save({
			segments: segments(champions, {
				name: 'In Need',
				members: { maxLowestScore: 20, id: 'needs_care' },
			}),
		});
		const saved = await save({
			segments: segments(
				{ name: 'Asleep', members: { minDaysSinceOrder: 90 } },
				{ name: 'Champions', members: { minOrders: 5 } },
				{ name: 'In Need', members: { maxLowestScore: 10 } },
			),
		});
		expect(saved.json()).toMatchObject([
			{
				status: 'new_version',
				segments: [
					{ name: 'champions', when: { field: 'orders', op: 'gte', value: 5 } },
					{ name: 'needs_care', when: { field: 'lowestScore', op: 'lte', value: 10 } },
					{ name: 'asleep' },
				],
				changes: [{ change: 'journey_changed', fields: ['segments'] }],
			},
		]);
	});

	test.each<[string, INodeParameters]>([
		['says nothing of who belongs', { segments: segments({ name: 'All' }) }],
		["The segment 'champions' stands twice", { segments: segments(champions, champions) }],
		['has no Latin letters', { segments: segments({ name: 'وفادار', members: { minOrders: 3 } }) }],
		[
			'has an amount and no currency',
			{ segments: segments({ name: 'Rich', members: { minSpent: 300 } }) },
		],
		[
			"'Condition' is not JSON",
			{ segments: segments({ name: 'Odd', members: { when: '{ field: 1 }' } }) },
		],
		[
			'rfm compares whole customers',
			{ segments: segments(champions), journeyName: 'Per Order', options: { journeyKey: 'order' } },
		],
	])('say %s', async (message, parameters) => {
		const result = await save(parameters);
		expect(result.error?.message).toContain(message);
		expect(result.error?.description).toEqual(expect.stringMatching(/\S/));
	});
});

test('Record stamps touchpoints by the fifths that were published before they happened', async () => {
	await save({ segments: segments(champions) });
	const record = async (now: number, ...items: Partial<Touchpoint>[]) => {
		jest.mocked(Date.now).mockReturnValue(now);
		const recorded = await journeyStage(
			{ resource: 'touchpoint', operation: 'record', journey: 'five_stage' },
			items.map((item) => touchpointItem({ occurredAt: now, receivedAt: now, ...item })),
		);
		expect(recorded.error).toBeNull();
	};
	const buyer = (place: number): Partial<Touchpoint> => ({
		id: `shop:${place}`,
		type: 'order_completed',
		keys: { order: String(place) },
		value: { amount: `${place}.00`, currency: 'EUR' },
		identities: [{ kind: 'email', value: `buyer${place}@example.com` }],
		occurredAt: NOW + place,
	});
	const answer = (place: number, id: string): Partial<Touchpoint> => ({
		...buyer(place),
		id,
		type: 'survey_answered',
		experience: { metric: 'csat', scale: [0, 100], raw: place, score: place },
	});
	await record(NOW, ...Array.from({ length: 25 }, (_, place) => buyer(place + 1)));
	const found = NOW + 10 * MINUTE_MS;
	await record(found, { ...answer(25, 'survey:1'), occurredAt: found });
	const later = found + 10 * MINUTE_MS;
	await record(
		later,
		{ ...answer(24, 'survey:2'), occurredAt: later },
		{ ...answer(3, 'survey:3'), occurredAt: later },
	);
	const experience = await (await store.open()).getExperience('five_stage');
	const segmentOf = Object.fromEntries(experience.map(({ score, segment }) => [score, segment]));
	expect(segmentOf).toEqual({ 25: 'unsegmented', 24: 'champions', 3: 'unsegmented' });
});
