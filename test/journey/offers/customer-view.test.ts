import { consentOn, customerView } from '../../../journey/offers/customer-view';
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
		});
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
		expect(customerView(customerOf({ attributes }), JOURNEY).size).toBe(0);
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
			'it was denied for all and granted there',
			{ 'marketing.all': 'denied', 'marketing.email': 'granted' },
			'denied',
		],
		['only another channel was denied', { 'marketing.sms': 'denied' }, null],
		['only another purpose was denied', { 'transactional.email': 'denied' }, null],
	] as const)('when %s', (_name, consent, expected) => {
		expect(consentOn(consent, 'marketing', 'email')).toBe(expected);
		const view = customerView(customerOf({ consent }), JOURNEY);
		expect(view.get('consent.marketing.email') ?? null).toBe(expected);
	});
});
