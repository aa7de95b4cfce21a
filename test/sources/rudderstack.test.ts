import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import type { Touchpoint } from '../../journey/touchpoint';
import { receive } from '../../sources/receive';
import { rudderstack } from '../../sources/rudderstack';
import { segment } from '../../sources/segment';
import { listenForLibrary, type LibraryServer } from './library-server';
import { acceptedOf, fixture, NOW, refusalOf, requestOf, settingsOf } from './requests';

const KEY = '2Ywk_rudder_now';
const settings = settingsOf({ secrets: [KEY] });

describe("RudderStack's own library for Node", () => {
	let server: LibraryServer;

	beforeEach(async () => {
		server = await listenForLibrary(
			(request) => acceptedOf(receive(rudderstack, request, settings)).answer,
			Date.parse('2027-01-01T00:00:00Z'),
		);
	});

	afterEach(() => server.close());

	/** What the library sends for these calls, as touchpoints; it is told of a refusal by an error. */
	async function sent(
		gzip: boolean,
		call: (client: RudderAnalytics) => void,
	): Promise<Touchpoint[]> {
		const client = new RudderAnalytics(KEY, {
			dataPlaneUrl: server.url,
			gzip,
			// Larger than any number of calls here, so that nothing is sent before the flush.
			flushAt: 1000,
			flushInterval: 3_600_000,
			errorHandler: (error: unknown) => {
				throw error;
			},
		});
		call(client);
		await client.flush();
		return server.requests.flatMap((request) => {
			const reception = acceptedOf(receive(rudderstack, request, settings));
			expect(reception.rejected).toEqual([]);
			return [...reception.touchpoints];
		});
	}

	test.each([true, false])(
		'its six calls become touchpoints, and it takes our answer (zipped: %s)',
		async (gzip) => {
			const touchpoints = await sent(gzip, (client) => {
				client.identify({
					userId: 'u-1',
					traits: { email: 'Neda@Example.com', phone: '09123456789', firstName: 'Neda' },
				});
				client.track({
					userId: 'u-1',
					event: 'Order Completed',
					properties: {
						order_id: 'o-1',
						total: 18.45,
						currency: 'EUR',
						products: [{ product_id: 'p-1', name: 'چراغ', price: 18.45, quantity: 1 }],
					},
				});
				client.page({ userId: 'u-1', name: 'Lamps', properties: { url: 'https://lamps.example' } });
				client.screen({ anonymousId: 'a-1', name: 'Home' });
				client.group({ userId: 'u-1', groupId: 'g-1', traits: { name: 'Acme' } });
				client.alias({ userId: 'u-1', previousId: 'a-1' });
			});
			const byType = new Map(touchpoints.map((touchpoint) => [touchpoint.type, touchpoint]));
			expect([...byType.keys()].sort()).toEqual([
				'customer_aliased',
				'customer_identified',
				'group_joined',
				'order_completed',
				'page_viewed',
				'screen_viewed',
			]);
			expect(byType.get('customer_identified')).toMatchObject({
				source: 'rudderstack',
				dedupe: 'event_id',
				identities: [
					{ kind: 'external', namespace: 'rudderstack', value: 'u-1' },
					{ kind: 'email', value: 'neda@example.com' },
					{ kind: 'phone', value: '+989123456789' },
				],
				attributes: { firstName: 'Neda' },
			});
			expect(byType.get('order_completed')).toMatchObject({
				value: { amount: '18.45', currency: 'EUR' },
				products: [{ id: 'p-1', name: 'چراغ', price: '18.45', quantity: 1 }],
				keys: { order: 'o-1' },
			});
			expect(new Set(touchpoints.map(({ id }) => id)).size).toBe(6);
			if (gzip) {
				// The trap that this source exists for: zipped JSON that says it is a form.
				expect(server.requests[0]?.headers).toMatchObject({
					'content-encoding': 'gzip',
					'content-type': expect.stringContaining('application/x-www-form-urlencoded') as string,
				});
			}
		},
	);
});

test('reads a batch as the library sends it, with its own name in ids and namespaces', () => {
	const request = requestOf(fixture('rudderstack-batch.json'), {
		authorization: `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`,
	});
	const { touchpoints } = acceptedOf(receive(rudderstack, request, settings));
	expect(touchpoints.map(({ id, type, channel }) => [id, type, channel])).toEqual([
		['rudderstack:9b1f4a52-7e20-4a4f-8c58-0f8f9a2e0d01', 'customer_identified', 'web'],
		['rudderstack:9b1f4a52-7e20-4a4f-8c58-0f8f9a2e0d02', 'product_viewed', 'app'],
	]);
	expect(touchpoints[0]).toMatchObject({
		occurredAt: NOW - 4_000,
		timeMark: 'skew_corrected',
		identities: [
			{ kind: 'external', namespace: 'rudderstack', value: 'u-77' },
			{ kind: 'email', value: 'neda.karimi@example.com' },
			{ kind: 'phone', value: '+989123456789' },
			{
				kind: 'anonymous',
				namespace: 'rudderstack',
				value: '5f2c0a34-11ad-4b7c-9c8e-0d6a1e2b3c4d',
			},
		],
	});
});

test('takes one message of a webhook destination at the bare address, with a bearer token', () => {
	const message = { type: 'track', event: 'Cart Viewed', userId: 'u-1', messageId: 'm-1' };
	const request = (token: string) =>
		requestOf(JSON.stringify(message), { authorization: `Bearer ${token}` });
	const { touchpoints } = acceptedOf(receive(rudderstack, request(KEY), settings));
	expect(touchpoints).toMatchObject([{ id: 'rudderstack:m-1', type: 'cart_viewed' }]);
	expect(refusalOf(receive(rudderstack, request('other'), settings)).code).toBe('bad_signature');
	expect(refusalOf(receive(segment, request(KEY), settings)).code).toBe('missing_signature');
});

test('refuses a key in the body when the one in the header is wrong', () => {
	const body = JSON.stringify({ type: 'track', event: 'A', userId: 'u', writeKey: KEY });
	const request = requestOf(body, { authorization: 'Bearer wrong' });
	expect(refusalOf(receive(rudderstack, request, settings)).code).toBe('bad_signature');
	expect(receive(rudderstack, requestOf(body), settings).kind).toBe('accepted');
});

test('names the paths at which its libraries post', () => {
	expect(rudderstack.paths).toEqual(segment.paths);
	expect(rudderstack.paths).toContain('v1/batch');
});
