import { salesforce } from '../../../sources/salesforce';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Nothing is signed: the message names the organization. The second secret is written as older pages show it. */
export const salesforceSender: Sender = {
	source: salesforce,
	secrets: ['00D5e000000KQ2eEAG', '00D3i000000Abcd', '00D0Y0000035zzzUAA'],
	settings: settingsOf({ secrets: ['00D5e000000KQ2eEAG', '00D3i000000Abcd'] }),
	body: fixture('salesforce-contacts.xml'),
	format: 'xml',
	sign: (body, secret) => {
		const text = body.toString('latin1').replace('{organization}', secret);
		return requestOf(Buffer.from(text, 'latin1'), { 'content-type': 'text/xml; charset=UTF-8' });
	},
	required: {},
	signsBody: false,
	signsTime: false,
};
