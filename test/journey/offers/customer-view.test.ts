import { checkCondition } from '../../../journey/conditions/check-condition';
import {
	consentOn,
	CUSTOMER_VOCABULARY,
	customerView,
} from '../../../journey/offers/customer-view';
import { customerOf, JOURNEY, NOW } from './customers';

describe('the view of a customer', () => {
	test('has every field that is known, and no other', () => {
		const view = customerView(
			customerOf({
				segment: 'vip',
				language: 'fa',
				timeZone: 'Asia/Tehran',
				attributes: { city: 'Rasht', tags: ['a', null, 2], nothing: null, member: false, odd: NaN },
				consent: { 'marketing.email': 'granted' },
				touchpoints: ['order_completed', 'other:a.b', 'order_completed'],
				journeys: [{ stage: 'purchase', visits: 2, touchpoints: 5, endScore: 0, peakScore: 100 }],
			}),
			JOURNEY,
		);
		expect(Object.fromEntries(view)).toEqual({
			segment: 'vip',
			language: 'fa',
			timeZone: 'Asia/Tehran',
			stage: 'purchase',
			endScore: 0,
			peakScore: 100,
			'journey.status': 'active',
			'journey.visits': 2,
			'journey.touchpoints': 5,
			'attributes.city': 'Rasht',
			'attributes.tags': ['a', 2],
			'attributes.member': false,
			'consent.marketing.email': 'granted',
			'touchpoints.order_completed': 2,
			'touchpoints.other:a.b': 1,
			'value.orders': 0,
			openOrders: 0,
			openCases: 0,
		});
	});

	test('tells what the customer has bought, what is open and how they feel', () => {
		const view = customerView(
			customerOf({
				known: {
					openCases: [{ key: 'T1', openedAt: NOW, lastAt: NOW, channel: 'phone', topic: 'Broken' }],
					mood: { score: 20, at: NOW, metric: 'csat', lowest: 10 },
					preferredChannel: 'sms',
					value: {
						orders: 2,
						spent: [{ amount: '120.50', currency: 'EUR' }],
						firstOrderAt: NOW,
						lastOrderAt: NOW,
					},
					rfm: { recency: 5, frequency: 1, monetary: null, basis: 40, asOf: NOW },
				},
			}),
			JOURNEY,
		);
		expect(Object.fromEntries(view)).toEqual({
			openOrders: 0,
			openCases: 1,
			'mood.score': 20,
			'mood.lowest': 10,
			preferredChannel: 'sms',
			'value.orders': 2,
			'value.spent.EUR': '120.50',
			'rfm.recency': 5,
			'rfm.frequency': 1,
		});
		const spent = { field: 'value.spent.EUR', op: 'gt', value: 100 } as const;
		expect(checkCondition(spent, view, CUSTOMER_VOCABULARY)).toEqual({ ok: true });
		const elsewhere = { field: 'value.spent.USD', op: 'lt', value: 1 } as const;
		expect(checkCondition(elsewhere, view, CUSTOMER_VOCABULARY)).toEqual({ ok: true });
	});

	test.each([
		['segment', 'segmet'],
		['consent.marketing.email', 'consent.marketting.email'],
		['consent.marketing.all', 'consent.marketing.mails'],
		['value.spent.EUR', 'value.spent.euro'],
		['value.orders', 'value.order'],
		['rfm.monetary', 'rfm.money'],
		['attributes.city', 'attributes.'],
		['touchpoints.order_completed', 'touchpoint.order_completed'],
	])('knows the field %s and not %s', (field, misspelled) => {
		expect(CUSTOMER_VOCABULARY.has(field)).toBe(true);
		expect(CUSTOMER_VOCABULARY.has(misspelled)).toBe(false);
	});

	test('reaches nested attributes, and an attribute with a dot in its name first', () => {
		const nested = { address: { city: 'Rasht', geo: { lat: 37.28 } } };
		const view = customerView(customerOf({ attributes: nested }), JOURNEY);
		expect(view.get('attributes.address.city')).toBe('Rasht');
		expect(view.get('attributes.address.geo.lat')).toBe(37.28);
		for (const attributes of [
			{ ...nested, 'address.city': 'Yazd' },
			{ 'address.city': 'Yazd', ...nested },
		]) {
			expect(customerView(customerOf({ attributes }), JOURNEY).get('attributes.address.city')).toBe(
				'Yazd',
			);
		}
	});

	test('survives attributes nested without end', () => {
		let attributes: Record<string, unknown> = { end: 1 };
		for (let depth = 0; depth < 50_000; depth++) attributes = { a: attributes };
		const fields = [...customerView(customerOf({ attributes }), JOURNEY).keys()];
		expect(fields.filter((field) => field.startsWith('attributes.'))).toEqual([]);
	});

	test.each([
		[
			'the active journey',
			{ status: 'completed', enteredAt: NOW },
			{ status: 'active', enteredAt: NOW - 1 },
		],
		['the journey entered last', { enteredAt: NOW - 1 }, { enteredAt: NOW }],
		['a journey that was entered', { enteredAt: null }, { enteredAt: NOW }],
		['the first key where nothing else differs', { key: 'cart-2' }, { key: 'cart-1' }],
	] as const)('is of %s when no key is given, in any order', (_name, other, wanted) => {
		const journeys = [
			{ ...other, stage: 'awareness' },
			{ ...wanted, stage: 'purchase' },
		];
		for (const ordered of [journeys, journeys.toReversed()]) {
			expect(customerView(customerOf({ journeys: ordered }), JOURNEY).get('stage')).toBe(
				'purchase',
			);
		}
	});

	test('is of the journey with the key that was given, active or not', () => {
		const context = customerOf({
			journeys: [
				{ key: 'cart-1', status: 'exited', stage: 'awareness' },
				{ key: 'cart-2', status: 'active', stage: 'purchase' },
			],
		});
		expect(customerView(context, { ...JOURNEY, key: 'cart-1' }).get('stage')).toBe('awareness');
		expect(customerView(context, { ...JOURNEY, key: 'cart-3' }).has('stage')).toBe(false);
	});
});

describe('consent on a channel', () => {
	test.each([
		['nothing was said', {}, null],
		['it was granted there', { 'marketing.email': 'granted' }, 'granted'],
		['it was denied there', { 'marketing.email': 'denied' }, 'denied'],
		['it was granted for all channels', { 'marketing.all': 'granted' }, 'granted'],
		[
			'it was granted for all and denied there',
			{ 'marketing.all': 'granted', 'marketing.email': 'denied' },
			'denied',
		],
		[
			'it was denied for all and granted there later',
			{ 'marketing.all': 'denied', 'marketing.email': 'granted' },
			'granted',
		],
		['only another channel was denied', { 'marketing.sms': 'denied' }, null],
		['only another purpose was denied', { 'transactional.email': 'denied' }, null],
	] as const)('when %s', (_name, consent, expected) => {
		expect(consentOn(consent, 'marketing', 'email')).toBe(expected);
		const view = customerView(customerOf({ consent }), JOURNEY);
		expect(view.get('consent.marketing.email') ?? null).toBe(expected);
	});
});
