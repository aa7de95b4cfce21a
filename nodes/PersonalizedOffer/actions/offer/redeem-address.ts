import type { INodeProperties } from 'n8n-workflow';
import type { Fields } from '../../../shared/fields';
import { Misconfiguration } from '../../../shared/misconfiguration';

export const redeemAddressField: INodeProperties = {
	displayName: 'Redeem Address',
	name: 'redeemAddress',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/redeem',
	description: 'Where the QR code leads; the code is added as ?code=',
	hint: 'Leave empty to put the code alone into the QR code',
};

/** Gives what a code becomes in a QR code: the redeem address with the code, or the code alone without an address. */
export function redeemAddress(fields: Fields): (code: string) => string {
	const address = fields.text('redeemAddress', 'Redeem Address');
	if (address === '') return (code) => code;
	if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) {
		throw new Misconfiguration(
			"'Redeem Address' is not a web address",
			'Enter the production URL of the webhook that redeems codes, from https:// on.',
		);
	}
	return (code) => {
		const url = new URL(address);
		url.searchParams.set('code', code);
		return url.href;
	};
}
