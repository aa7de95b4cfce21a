import type { IDataObject } from 'n8n-workflow';
import { isoTime } from '../../nodes/shared/iso-time';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { touchpointItem } from './touchpoints';

const HOUR_MS = 60 * 60 * 1000;
const SELF_SERVICE = 0;
const CALL_BACK = 1;
const AGENT = 2;

const store = temporaryStore();
stoppedClock();

const journeyStage = async (
	parameters: NodeUnderTest['parameters'],
	input?: IDataObject[],
	more: Partial<NodeUnderTest> = {},
) =>
	await runNode(
		{ type: 'journeyStage', parameters, credentials: store.credentials, ...more },
		input ? { input } : {},
	);

const route = async (
	parameters: NodeUnderTest['parameters'] = {},
	input: IDataObject[] = [{ phone: '+30 210 123 4567' }],
	more: Partial<NodeUnderTest> = {},
) =>
	await journeyStage(
		{ resource: 'customer', operation: 'routeContact', ...parameters },
		input,
		more,
	);

/** An ordinary medicine, ordered online twelve hours before the clock of these tests, a Sunday at noon in Athens. */
beforeEach(async () => {
	const recorded = await journeyStage({ resource: 'touchpoint', operation: 'record' }, [
		touchpointItem({
			id: 'shop:o-5001',
			type: 'order_completed',
			occurredAt: NOW - 12 * HOUR_MS,
			keys: { order: '5001' },
			value: { amount: '8.40', currency: 'EUR' },
			identities: [{ kind: 'phone', value: '+302101234567' }],
			attributes: { language: 'el', timeZone: 'Europe/Athens' },
		}),
	]);
	expect(recorded.error).toBeNull();
});

test('the phone system gives the status of the order twelve hours later', async () => {
	const result = await route();
	expect(result.error).toBeNull();
	expect([result.json(CALL_BACK), result.json(AGENT)]).toEqual([[], []]);
	expect(result.items(SELF_SERVICE)[0]?.pairedItem).toEqual({ item: 0 });
	// The item as it stands in the guide.
	expect(result.json(SELF_SERVICE)).toEqual([
		expect.objectContaining({
			route: 'self_service',
			orderId: '5001',
			orderStatus: 'ordered',
			orderedAt: isoTime(NOW - 12 * HOUR_MS),
			orderChangedAt: isoTime(NOW - 12 * HOUR_MS),
			callBackAt: null,
			skill: null,
			priority: 5,
			language: 'el',
			stage: 'purchase',
			topic: null,
			contactChannel: 'phone',
			why: [{ code: 'order_status_known', order: '5001', status: 'ordered' }],
			found: true,
			phone: '+302101234567',
		}),
	]);
});

test('who still wants a person is called back on Monday, in their own time', async () => {
	const result = await route({ wantsPerson: true });
	expect(result.json(CALL_BACK)).toEqual([
		expect.objectContaining({
			route: 'call_back',
			callBackAt: '2026-11-23T09:00:00.000+02:00',
			why: expect.arrayContaining([
				{ code: 'low_value_and_urgency', orders: 1 },
				expect.objectContaining({ code: 'stage_owner', stage: 'purchase' }),
			]) as unknown,
		}),
	]);
});

test('goes by the rules of the business: value, hours, topics and skills', async () => {
	const options = {
		highValueSpent: 8,
		currency: 'eur',
		urgentTopics: 'dosage',
		skills: { skill: [{ topic: 'Dosage', language: 'el', skill: 'pharmacist' }] },
		businessHours: { hours: { start: '10:00', end: '14:00', weekdays: ['sunday'] } },
	};
	const result = await route({ topic: 'dosage', options });
	expect(result.json(AGENT)).toEqual([
		expect.objectContaining({ route: 'agent', skill: 'pharmacist', priority: 2, topic: 'dosage' }),
	]);
	const closed = { ...options, businessHours: { hours: { end: '11:00', weekdays: ['sunday'] } } };
	const later = await route({ topic: 'dosage', options: closed });
	expect(later.json(CALL_BACK)).toEqual([
		expect.objectContaining({ callBackAt: '2026-11-29T09:00:00.000+02:00', priority: 2 }),
	]);
});

test('whoever is unknown is put through', async () => {
	const result = await route({}, [{ phone: '+30 210 765 4321' }]);
	expect(result.json(AGENT)).toEqual([
		expect.objectContaining({ found: false, why: [{ code: 'unknown_customer' }], priority: 4 }),
	]);
});

test.each([
	[{ businessHours: { hours: { start: '18:00', end: '09:00' } } }, "'Business Hours'"],
	[{ businessHours: { hours: { zone: 'Athens' } } }, "'Business Hours'"],
	[{ highValueSpent: 100 }, "'High Value From' with its 'Currency'"],
	[{ skills: { skill: [{ topic: 'complaint', skill: '' }] } }, "'Skills'"],
	[{ lowMoodBelow: 120 }, "'Low Mood Below'"],
])('names the field of a rule that is not as expected: %j', async (options, field) => {
	const { error } = await route({ options });
	expect(error?.message).toContain(field);
	expect(error?.description).toEqual(expect.any(String));
});

test('sends an item that names nobody to Agent when it continues on fail', async () => {
	const result = await route({}, [{ note: 'a stranger' }], { onError: 'continueRegularOutput' });
	expect(result.json(AGENT)).toEqual([
		{ error: expect.stringContaining('names no customer') as string },
	]);
});
