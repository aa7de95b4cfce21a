import { ownActs } from '../../../journey/context/own-acts';
import { preferredChannel } from '../../../journey/context/preferred-channel';
import { preferredHour } from '../../../journey/context/preferred-hour';
import type { Channel } from '../../../journey/channel';
import { MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';

const HOUR_MS = 60 * MINUTE_MS;

const reachable = {
	attributes: {},
	consent: {},
	identities: [
		{ kind: 'email', namespace: null, value: 'charlotte@example.com' },
		{ kind: 'phone', namespace: null, value: '+302101234567' },
	],
};

const actsOn = (...channels: Channel[]) =>
	channels.map((channel, place) =>
		touchpoint(String(place), { channel, type: 'message_received', occurredAt: NOON + place }),
	);

describe('the acts of a customer', () => {
	test('are what they did, not what was sent to them, changed about them or opened by a machine', () => {
		const all = [
			touchpoint('click', { type: 'campaign_clicked' }),
			touchpoint('open', { type: 'campaign_opened' }),
			touchpoint('machine', { type: 'campaign_opened', properties: { machine: true } }),
			touchpoint('sent', { type: 'message_sent' }),
			touchpoint('update', { type: 'customer_updated' }),
			touchpoint('unknown', { type: 'other:anything' }),
		];
		expect(ownActs(all).map(({ id }) => id)).toEqual(['test:click', 'test:open']);
	});
});

describe('the preferred channel', () => {
	test('is where the customer acts most, the latest of equals', () => {
		expect(preferredChannel(reachable, actsOn('sms', 'email', 'email'))).toBe('email');
		expect(preferredChannel(reachable, actsOn('sms', 'email'))).toBe('email');
	});

	test('is no place where nobody can be reached', () => {
		expect(preferredChannel(reachable, actsOn('web', 'web', 'store', 'sms'))).toBe('sms');
		expect(preferredChannel(reachable, actsOn('web'))).toBeNull();
	});

	test('needs the address, and no refusal of marketing there or everywhere', () => {
		const acts = actsOn('email', 'email', 'chat');
		expect(preferredChannel({ ...reachable, identities: [] }, acts)).toBe('chat');
		const refused = { ...reachable, consent: { 'marketing.email': 'denied' as const } };
		expect(preferredChannel(refused, acts)).toBe('chat');
		const all = { ...reachable, consent: { 'marketing.all': 'denied' as const } };
		expect(preferredChannel(all, acts)).toBeNull();
	});

	test('is what the customer said, where that can be', () => {
		const said = { ...reachable, attributes: { preferredChannel: 'sms' } };
		expect(preferredChannel(said, actsOn('email'))).toBe('sms');
		expect(preferredChannel({ ...said, identities: [] }, actsOn('chat'))).toBe('chat');
		const nonsense = { ...reachable, attributes: { preferredChannel: 'pigeon' } };
		expect(preferredChannel(nonsense, actsOn('email'))).toBe('email');
	});
});

describe('the preferred hour', () => {
	const at = (...hours: number[]) => hours.map((hour) => NOON + (hour - 12) * HOUR_MS);

	test("is in the customer's own zone, by the calendar of each act", () => {
		const times = at(18, 18, 18, 18, 18, 18, 9, 8, 7, 3);
		expect(preferredHour(times, 'UTC')).toEqual({ hour: 18, zone: 'UTC', basis: 10 });
		expect(preferredHour(times, 'Asia/Tehran')).toMatchObject({ hour: 21 });
		expect(preferredHour(times, 'Europe/Athens')).toMatchObject({ hour: 21 });
		const winter = times.map((time) => time + 180 * 24 * HOUR_MS);
		expect(preferredHour(winter, 'Europe/Athens')).toMatchObject({ hour: 20 });
	});

	test('counts its neighbours, over midnight too', () => {
		expect(preferredHour(at(23, 23, 0, 0, 0, 1, 12, 12, 12, 12), 'UTC')?.hour).toBe(0);
	});

	test('is not told from fewer than ten acts', () => {
		expect(preferredHour(at(1, 2, 3, 4, 5, 6, 7, 8, 9), 'UTC')).toBeNull();
	});
});
