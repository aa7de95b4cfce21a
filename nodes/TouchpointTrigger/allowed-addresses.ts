import { BlockList, isIP } from 'node:net';
import { Misconfiguration } from '../shared/misconfiguration';

/** The addresses of a caller as Express gives them: its own, and those that trusted proxies name. */
export interface CallerAddresses {
	readonly ip?: string;
	readonly ips?: readonly string[];
}

/** Tells whether a caller may send. */
export type AddressRule = (caller: CallerAddresses) => boolean;

const EXPECTED =
	'Enter addresses and ranges with commas between them, as in 203.0.113.7, 198.51.100.0/24, 2001:db8::/32.';

/**
 * Gives the rule for a list of IPv4 and IPv6 addresses and CIDR ranges, or undefined for an empty list, which allows all.
 * It is the rule of n8n's own Webhook node: one of the addresses has to be on the list. An IPv4 address in IPv6 clothes
 * counts as IPv4. Throws `Misconfiguration` naming the entry that is none, since passing it over would let nobody in.
 */
export function addressRule(list: string): AddressRule | undefined {
	const entries = list.split(/[\s,]+/).filter((entry) => entry !== '');
	if (entries.length === 0) return undefined;
	const allowed = new BlockList();
	for (const entry of entries) allow(allowed, entry);
	return ({ ip, ips = [] }) =>
		[ip, ...ips].some((address) => {
			const family = isIP(address ?? '');
			return family !== 0 && allowed.check(address ?? '', family === 6 ? 'ipv6' : 'ipv4');
		});
}

function allow(allowed: BlockList, entry: string): void {
	const [address = '', prefix, ...more] = entry.split('/');
	const family = isIP(address);
	const bits = prefix === undefined ? undefined : Number(prefix);
	const fits =
		bits === undefined || (/^\d+$/.test(prefix ?? '') && bits <= (family === 6 ? 128 : 32));
	if (family === 0 || !fits || more.length > 0) {
		throw new Misconfiguration(
			`'Allowed IP Addresses' has an entry that is none: ${entry}`,
			EXPECTED,
		);
	}
	const type = family === 6 ? 'ipv6' : 'ipv4';
	if (bits === undefined) allowed.addAddress(address, type);
	else allowed.addSubnet(address, bits, type);
}
