import { eventTypeSchema } from '../../journey/touchpoint';
import { eventTypeOf } from '../../sources/event-type';
import { moneyOf, sumOfAmounts } from '../../sources/money';
import { readPerson } from '../../sources/people';
import { productOf } from '../../sources/product-fields';
import { withoutSensitiveFields } from '../../sources/sensitive-fields';

describe('an event name', () => {
	test.each([
		['Order Completed', 'order_completed'],
		['order_completed', 'order_completed'],
		['order.completed', 'order_completed'],
		['orderCompleted', 'order_completed'],
		['Product Added to Wishlist', 'product_added_to_wishlist'],
		['Completed Order', 'order_completed'],
		['Order Canceled', 'order_cancelled'],
		['Product Reviewed', 'review_posted'],
		['Email Opened', 'campaign_opened'],
		['Signed Up', 'account_created'],
		['  Cart   Abandoned ', 'cart_abandoned'],
		['سفارش ثبت شد', 'other:سفارش ثبت شد'],
		['50% off', 'other:50% off'],
		['1st visit', 'other:1st visit'],
		['constructor', 'constructor'],
	])('%s is the type %s', (name, type) => {
		expect(eventTypeOf(name)).toBe(type);
		expect(eventTypeSchema.safeParse(type).success).toBe(true);
	});

	test('of any length gives a type that fits', () => {
		for (const name of ['x'.repeat(5000), '✓'.repeat(5000)]) {
			expect(eventTypeSchema.safeParse(eventTypeOf(name)).success).toBe(true);
		}
	});
});

describe('an amount', () => {
	test.each([
		['36.90', 'EUR', { amount: '36.90', currency: 'EUR' }],
		[36.9, 'eur', { amount: '36.9', currency: 'EUR' }],
		['-5', ' IRR ', { amount: '-5', currency: 'IRR' }],
		['۱۲۰۰۰۰', 'IRR', { amount: '120000', currency: 'IRR' }],
		['90071992547409931', 'IRR', { amount: '90071992547409931', currency: 'IRR' }],
	])('%s %s is kept as written', (amount, currency, expected) =>
		expect(moneyOf(amount, currency)).toEqual(expected),
	);

	test.each([
		['36.90', undefined],
		['36.90', 'EURO'],
		['36.90', '€'],
		['1,299.00', 'USD'],
		['free', 'USD'],
		[1e21, 'USD'],
		[Number.NaN, 'USD'],
		[null, 'USD'],
	])('%s %s is none', (amount, currency) => expect(moneyOf(amount, currency)).toBeUndefined());

	test('is added without losing a cent', () => {
		expect(sumOfAmounts(['0.1', '0.2'])).toBe('0.3');
		expect(sumOfAmounts(['10.05', '8.4'])).toBe('18.45');
		expect(sumOfAmounts(['-0.50', '0.25'])).toBe('-0.25');
		expect(sumOfAmounts(['90071992547409931', '1'])).toBe('90071992547409932');
		expect(sumOfAmounts([])).toBe('0');
	});
});

describe('a product', () => {
	test('needs an id, and keeps what it has', () => {
		expect(productOf({ id: 7, name: ' Lamp ', quantity: '2', price: 18.45 })).toEqual({
			id: '7',
			name: 'Lamp',
			quantity: 2,
			price: '18.45',
		});
		expect(productOf({ id: null, name: 'Lamp', quantity: 1, price: 1 })).toBeNull();
	});

	test('is kept without a quantity that is none, and with a long name cut', () => {
		expect(productOf({ id: 'a', name: 'x'.repeat(900), quantity: 0, price: undefined })).toEqual({
			id: 'a',
			name: 'x'.repeat(500),
		});
		expect(productOf({ id: 'a', name: null, quantity: 'many', price: null })).toEqual({ id: 'a' });
	});
});

describe('a person', () => {
	test('is recognised by each identity once', () => {
		const person = readPerson(
			{
				external: [
					['shop', 42],
					['shop', '42'],
					['shop', 'null'],
				],
				emails: ['A@Example.com', 'a@example.com', undefined],
				phones: ['0912 345 6789', '+989123456789'],
				anonymous: [['shop', 'c-1']],
			},
			'IR',
		);
		expect(person).toEqual({
			identities: [
				{ kind: 'external', namespace: 'shop', value: '42' },
				{ kind: 'email', value: 'a@example.com' },
				{ kind: 'phone', value: '+989123456789' },
				{ kind: 'anonymous', namespace: 'shop', value: 'c-1' },
			],
			attributes: {},
		});
	});

	test('keeps an address and a number that recognise nobody as attributes, as written', () => {
		expect(readPerson({ emails: ['neda at example'], phones: ['ext 12'] }, 'IR')).toEqual({
			identities: [],
			attributes: { email: 'neda at example', phone: 'ext 12' },
		});
	});
});

test('leaves out fields named after secrets, payment data and network addresses, at any depth', () => {
	const kept = {
		zip: '11',
		shipping: 'fast',
		recipient: 'Neda',
		coupon: 'A',
		gift_card_id: 'g',
		cart_token: 'c',
		keyboard: 'qwerty',
		description: 'd',
	};
	const dropped = Object.fromEntries(
		[
			'ip',
			'IP',
			'ip_address',
			'ipAddress',
			'client_ip',
			'clientIp',
			'password',
			'new-password',
			'credit_card',
			'creditCard',
			'card number',
			'cardNumber',
			'cvv',
			'card_cvc',
			'IBAN',
			'client.secret',
			'access_token',
			'apiKey',
			'accountNumber',
			'Authorization',
		].map((name) => [name, 'x']),
	);
	expect(
		withoutSensitiveFields({
			...kept,
			...dropped,
			list: [{ ...kept, ...dropped }, 1],
			deep: { a: dropped },
		}),
	).toEqual({ ...kept, list: [kept, 1], deep: { a: {} } });
});
