import type { Channel } from '../../../../journey/channel';
import type { CustomerContext } from '../../../../journey/customer-context';

/** The kind of identity without which nothing can be sent on a channel. */
const ADDRESS_KINDS: Partial<Readonly<Record<Channel, string>>> = {
	email: 'email',
	sms: 'phone',
	phone: 'phone',
};

/** Tells whether the customer has the address that a channel needs: a code that cannot be sent would be wasted. */
export function isReachable({ identities }: CustomerContext, channel: Channel): boolean {
	const needed = ADDRESS_KINDS[channel];
	return needed === undefined || identities.some(({ kind }) => kind === needed);
}
