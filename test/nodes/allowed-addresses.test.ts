import { addressRule } from '../../nodes/TouchpointTrigger/allowed-addresses';
import { Misconfiguration } from '../../nodes/shared/misconfiguration';

const LIST = '203.0.113.7, 198.51.100.0/24 2001:db8::/32,\n2001:db9::1';

test.each([
	['203.0.113.7', true],
	['203.0.113.8', false],
	['198.51.100.255', true],
	['198.51.101.0', false],
	['2001:db8:ffff::1', true],
	['2001:db9::1', true],
	['2001:db9::2', false],
	['::ffff:203.0.113.7', true],
	['::ffff:203.0.113.8', false],
	['not an address', false],
	[undefined, false],
])('the address %s is allowed: %s', (ip, allowed) => {
	expect(addressRule(LIST)?.({ ip })).toBe(allowed);
});

test('a caller behind a trusted proxy is known by any address that the proxies name', () => {
	const rule = addressRule(LIST);
	expect(rule?.({ ip: '10.0.0.1', ips: ['203.0.113.7', '10.0.0.1'] })).toBe(true);
	expect(rule?.({ ip: '10.0.0.1', ips: ['192.0.2.1', '10.0.0.1'] })).toBe(false);
});

test('an empty list allows everyone', () => {
	expect(addressRule(' , ')).toBeUndefined();
});

test.each([
	'203.0.113',
	'203.0.113.7/33',
	'203.0.113.7/',
	'2001:db8::/129',
	'1.2.3.4/8/8',
	'localhost',
])('%s is refused as an entry', (entry) => {
	expect(() => addressRule(`10.0.0.1, ${entry}`)).toThrow(Misconfiguration);
	expect(() => addressRule(`10.0.0.1, ${entry}`)).toThrow(entry);
});
