import { zoho } from '../../../sources/zoho';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Nothing is signed: the token of the channel stands in the body. */
export const zohoSender: Sender = {
	source: zoho,
	secrets: ['channel-token-now', 'channel-token-old', 'another-channel'],
	settings: settingsOf({ secrets: ['channel-token-now', 'channel-token-old'] }),
	body: fixture('zoho-contacts.json'),
	sign: (body, secret) => {
		const text = body.toString('latin1').replace('{token}', secret);
		return requestOf(Buffer.from(text, 'latin1'));
	},
	required: {},
	signsBody: false,
	signsTime: false,
	envelope: (payload) => ({
		module: 'Deals',
		operation: 'update',
		ids: ['6756839000000575405'],
		affected_values: [{ record_id: '6756839000000575405', values: payload }],
		server_time: 1795157103787,
		token: '{token}',
	}),
};
