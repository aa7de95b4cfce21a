import type { Channel } from '../channel';
import type { CustomerContext } from '../customer-context';
import { sharedEmailOf } from '../profile';

/** The kind of identity without which nothing can be sent on a channel. */
const ADDRESS_KINDS: Partial<Readonly<Record<Channel, string>>> = {
	email: 'email',
	sms: 'phone',
	phone: 'phone',
};

/** Tells whether the customer has the address that a channel needs; channels without addresses need none. */
export function isReachable(
	customer: Pick<CustomerContext, 'identities' | 'attributes'>,
	channel: Channel,
): boolean {
	const needed = ADDRESS_KINDS[channel];
	if (needed === undefined || customer.identities.some(({ kind }) => kind === needed)) return true;
	return needed === 'email' && sharedEmailOf(customer) !== null;
}
