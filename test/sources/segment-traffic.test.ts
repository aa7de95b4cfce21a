import { Analytics } from '@segment/analytics-node';
import type { Touchpoint } from '../../journey/touchpoint';
import { receive } from '../../sources/receive';
import { segment } from '../../sources/segment';
import { listenForLibrary, type LibraryServer } from './library-server';
import { acceptedOf, settingsOf } from './requests';

const KEY = 'wk_live_1';
const RECEIVED_AT = Date.parse('2027-01-01T00:00:00Z');

/** All that jest could fake beside `Date`; the library needs these to run. */
const TIMERS = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
	'setTimeout',
	'clearTimeout',
] as const satisfies readonly string[];

let server: LibraryServer;

beforeEach(async () => {
	server = await listenForLibrary(
		(request) => acceptedOf(receive(segment, request, settingsOf({ secrets: [KEY] }))).answer,
		RECEIVED_AT,
	);
});

afterEach(async () => {
	jest.useRealTimers();
	await server.close();
});

/** What Segment's own library sends for these calls, as touchpoints. */
async function sent(call: (analytics: Analytics) => void): Promise<Touchpoint[]> {
	const errors: unknown[] = [];
	const analytics = new Analytics({ writeKey: KEY, host: server.url, maxRetries: 0 });
	analytics.on('error', (error) => errors.push(error));
	call(analytics);
	await analytics.closeAndFlush();
	expect(errors).toEqual([]);
	return server.requests.flatMap((request) => {
		const reception = acceptedOf(receive(segment, request, settingsOf({ secrets: [KEY] })));
		expect(reception.rejected).toEqual([]);
		return [...reception.touchpoints];
	});
}

test("the six calls of Segment's library for Node become touchpoints, and it takes our answer", async () => {
	const touchpoints = await sent((analytics) => {
		analytics.identify({ userId: 'u-1', traits: { email: 'Neda@Example.com', firstName: 'Neda' } });
		analytics.track({
			userId: 'u-1',
			event: 'Product Added to Wishlist',
			properties: { product_id: 'p-1', name: 'چراغ', price: 18.45 },
		});
		analytics.page({ userId: 'u-1', name: 'Lamps', properties: { url: 'https://lamps.example' } });
		analytics.screen({ anonymousId: 'a-1', name: 'Home' });
		analytics.group({ userId: 'u-1', groupId: 'g-1', traits: { name: 'Acme' } });
		analytics.alias({ userId: 'u-1', previousId: 'a-1' });
	});
	const byType = new Map(touchpoints.map((touchpoint) => [touchpoint.type, touchpoint]));
	expect([...byType.keys()].sort()).toEqual([
		'customer_aliased',
		'customer_identified',
		'group_joined',
		'page_viewed',
		'product_added_to_wishlist',
		'screen_viewed',
	]);
	expect(byType.get('customer_identified')).toMatchObject({
		identities: [
			{ kind: 'external', value: 'u-1' },
			{ kind: 'email', value: 'neda@example.com' },
		],
		attributes: { firstName: 'Neda' },
	});
	expect(byType.get('product_added_to_wishlist')?.products).toEqual([
		{ id: 'p-1', name: 'چراغ', price: '18.45' },
	]);
	expect(byType.get('screen_viewed')?.channel).toBe('app');
	expect(new Set(touchpoints.map(({ id }) => id)).size).toBe(6);
	expect(touchpoints.every(({ dedupe }) => dedupe === 'event_id')).toBe(true);
});

test("the library's own times of happening and of sending give the time on our clock", async () => {
	const sendersClock = Date.parse('2026-11-20T08:00:00.000Z');
	jest.useFakeTimers({ now: sendersClock, doNotFake: [...TIMERS] });
	const [touchpoint] = await sent((analytics) => {
		analytics.track({
			userId: 'u-1',
			event: 'Order Completed',
			timestamp: new Date(sendersClock - 60_000),
		});
	});
	expect(touchpoint).toMatchObject({
		occurredAt: RECEIVED_AT - 60_000,
		timeMark: 'skew_corrected',
	});
});

test('a request of the library with another write key is refused', async () => {
	await sent((analytics) => analytics.track({ userId: 'u-1', event: 'A' }));
	const [request] = server.requests;
	if (!request) throw new Error('nothing was sent');
	expect(receive(segment, request, settingsOf({ secrets: ['wk_other'] }))).toMatchObject({
		kind: 'refused',
		refusal: { code: 'bad_signature' },
	});
});
