import { CHANNELS, type Channel } from '../channel';
import type { CustomerContext } from '../customer-context';
import { consentOn } from '../offers/customer-view';
import type { Touchpoint } from '../touchpoint';
import { isReachable } from './reachability';

/** Channels on which a business can begin a contact; nobody is reached by a web page or a shop that they do not visit. */
const WAYS_TO_REACH: ReadonlySet<Channel> = new Set([
	'app',
	'chat',
	'email',
	'phone',
	'push',
	'sms',
	'social',
]);

/**
 * Gives the channel on which to reach a customer. What the attribute `preferredChannel` says stands wherever the customer
 * has the address for it. Else it is where most of their own `acts` were, the latest of them deciding between equals,
 * without channels on which they have no address or said no to marketing. Null when nothing is left.
 */
export function preferredChannel(
	customer: Pick<CustomerContext, 'attributes' | 'consent' | 'identities'>,
	acts: readonly Touchpoint[],
): Channel | null {
	const said = CHANNELS.find((channel) => channel === customer.attributes.preferredChannel);
	if (said !== undefined && isReachable(customer, said)) return said;
	const counts = new Map<Channel, { acts: number; lastAt: number }>();
	for (const { channel, occurredAt } of acts) {
		const count = counts.get(channel) ?? { acts: 0, lastAt: occurredAt };
		counts.set(channel, {
			acts: count.acts + 1,
			lastAt: Math.max(count.lastAt, occurredAt),
		});
	}
	const [best] = [...counts]
		.filter(
			([channel]) =>
				WAYS_TO_REACH.has(channel) &&
				isReachable(customer, channel) &&
				consentOn(customer.consent, 'marketing', channel) !== 'denied',
		)
		.sort(
			([a, first], [b, second]) =>
				second.acts - first.acts || second.lastAt - first.lastAt || (a < b ? -1 : 1),
		);
	return best?.[0] ?? null;
}
