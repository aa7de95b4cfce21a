import {
	addressIn,
	keyWithoutId,
	MAIL,
	meaningOf,
	otherMeaning,
	touchpointOfMessage,
	type MessageFacts,
} from '../../sources/message-event';
import { NOW, requestOf, settingsOf } from './requests';

const message = (changes: Partial<MessageFacts> = {}): MessageFacts => ({
	source: 'mail_service',
	meaning: MAIL.opened,
	key: { kind: 'event_id', id: '1' },
	happenedAt: NOW - 1000,
	person: { emails: ['neda@example.com'] },
	...changes,
});
const read = (changes?: Partial<MessageFacts>) =>
	touchpointOfMessage(message(changes), requestOf(''), settingsOf(), 0);

test('puts what happens to one message in one instant into its order', () => {
	const order = ['sent', 'delivered', 'opened', 'clicked', 'complained', 'unsubscribed'] as const;
	const places = order.map((name) => MAIL[name].sequence);
	expect(places).toEqual([...places].sort((a, b) => a - b));
	expect(new Set(places).size).toBe(order.length);
});

test.each([
	['bounced', 'denied'],
	['suppressed', 'denied'],
	['complained', 'denied'],
	['unsubscribed', 'denied'],
	['subscribed', 'granted'],
	['softBounced', undefined],
	['dropped', undefined],
	['clicked', undefined],
] as const)('takes %s for %s', (name, status) => {
	expect(read({ meaning: MAIL[name] }).consent).toEqual(
		status && [{ channel: 'email', purpose: 'marketing', status }],
	);
});

test('says that a machine opened only where it did', () => {
	expect(read({ isMachine: true }).properties).toEqual({ machine: true });
	expect(read({ isMachine: false }).properties).toEqual({});
});

test('speaks about the channel of the message', () => {
	expect(read({ meaning: meaningOf('unsubscribed', 'sms', 0, 'denied') })).toMatchObject({
		channel: 'sms',
		consent: [{ channel: 'sms' }],
	});
});

test('cuts the name of an event that has no word here', () => {
	expect(otherMeaning('x'.repeat(500)).type).toHaveLength(196);
});

test('does not make a touchpoint of nobody', () => {
	expect(() => read({ person: { emails: ['no address'] } })).toThrow('names nobody');
});

test.each([
	['Neda Karimi <neda@example.com>', 'neda@example.com'],
	['"K, Neda" <neda@example.com> ', 'neda@example.com'],
	['neda@example.com', 'neda@example.com'],
	['<>', ''],
	[undefined, undefined],
	[7, 7],
])('finds the address in %j', (text, address) => {
	expect(addressIn(text)).toBe(address);
});

test('gives an event without a time no key', () => {
	expect(keyWithoutId(null, ['open'])).toEqual({ kind: 'none' });
	expect(keyWithoutId(NOW, ['open'])).toEqual({ kind: 'content_hash', of: [NOW, 'open'] });
});
