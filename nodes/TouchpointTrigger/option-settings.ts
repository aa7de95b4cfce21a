import type { IDataObject } from 'n8n-workflow';
import { MAX_BODY_BYTES } from '../../sources/receive';
import { numberOf, textOf } from '../shared/fields';
import { Misconfiguration } from '../shared/misconfiguration';
import { addressRule, type AddressRule } from './allowed-addresses';

/** What of the deliveries is taken, and what is put out. */
export interface Limits {
	/** Undefined when everyone may send. */
	readonly allowsAddress: AddressRule | undefined;
	/** Whether a touchpoint of this type is kept. */
	readonly wantsType: (type: string) => boolean;
	readonly maxBodyBytes: number;
	/** How many touchpoints may wait to be applied; undefined for any number. */
	readonly maxBacklog: number | undefined;
	/** Whether the node has the second output. */
	readonly outputRejected: boolean;
	/** Without a query; undefined for the address that n8n itself knows. */
	readonly publicAddress: string | undefined;
}

/** Gives what the collection 'Options' says about deliveries, or says which option is wrong. */
export function limitsIn(options: IDataObject): Limits {
	const types = typesIn(options);
	const { maxBodyKilobytes, maxBacklog } = options;
	return {
		allowsAddress: addressRule(textOf(options.allowedAddresses, 'Allowed IP Addresses')),
		wantsType: (type) =>
			(types.length === 0 || types.includes(type)) &&
			!(options.dropUnknownTypes === true && type.startsWith('other:')),
		maxBodyBytes:
			maxBodyKilobytes === undefined
				? MAX_BODY_BYTES
				: Math.floor(numberOf(maxBodyKilobytes, 'Maximum Body Size (KB)') * 1024),
		maxBacklog: maxBacklog === undefined ? undefined : numberOf(maxBacklog, 'Maximum Backlog'),
		outputRejected: options.outputRejected === true,
		publicAddress: addressIn(options),
	};
}

/** Gives the country of the option 'Default Phone Country', or says that it is none. */
export function countryIn(options: IDataObject): string | undefined {
	const country = textOf(options.defaultPhoneCountry, 'Default Phone Country').toUpperCase();
	if (country === '' || /^[A-Z]{2}$/.test(country)) return country || undefined;
	throw new Misconfiguration(
		"'Default Phone Country' is not a country code",
		'Enter the two letters of ISO 3166, as in GR for Greece.',
	);
}

function typesIn(options: IDataObject): readonly string[] {
	const types = Array.isArray(options.onlyTypes) ? options.onlyTypes : [options.onlyTypes];
	return types.map((type) => textOf(type, 'Only These Types')).filter((type) => type !== '');
}

function addressIn(options: IDataObject): string | undefined {
	const address = textOf(options.publicAddress, 'Public Address');
	if (address === '') return undefined;
	if (/^https?:\/\//i.test(address) && URL.canParse(address) && !address.includes('?'))
		return address;
	throw new Misconfiguration(
		"'Public Address' is not a web address without a query",
		'Enter it as the sender has it, from https:// up to the question mark.',
	);
}
