import type { IDataObject } from 'n8n-workflow';
import { itemOfTouchpoint } from '../../nodes/shared/touchpoint-item';
import type { Touchpoint } from '../../journey/touchpoint';
import { NOW } from './clock';

/** Gives a touchpoint of one customer at the stopped clock, changed as the test needs it. */
export function touchpoint(changes: Partial<Touchpoint> = {}): Touchpoint {
	return {
		id: 'shopify:w-1',
		source: 'shopify',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'product_added_to_wishlist',
		channel: 'web',
		occurredAt: NOW,
		receivedAt: NOW,
		sequence: 0,
		timeMark: 'as_sent',
		identities: [{ kind: 'email', value: 'charlotte@example.com' }],
		attributes: {},
		keys: {},
		properties: {},
		test: false,
		...changes,
	};
}

/** Gives the item that a Touchpoint Trigger would emit for it. */
export function touchpointItem(changes: Partial<Touchpoint> = {}): IDataObject {
	return itemOfTouchpoint(touchpoint(changes));
}
