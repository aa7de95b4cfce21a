import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHookFunctions,
	INodeParameters,
	IWebhookFunctions,
} from 'n8n-workflow';
import { MAX_BODY_BYTES } from '../../sources/receive';
import { SOURCES } from '../../sources/catalogue';
import type { HmacRecipe, Source, SourceSettings } from '../../sources/source';
import { choiceOf, numberOf, objectOf, textOf } from '../shared/fields';
import { Misconfiguration } from '../shared/misconfiguration';
import { secretsOf, SOURCE_CREDENTIAL } from '../shared/source-secrets';

/** All that a trigger's fields and credential say. */
export interface TriggerSettings {
	readonly source: Source;
	readonly settings: SourceSettings;
	/** Empty for every type. */
	readonly onlyTypes: readonly string[];
	readonly maxBodyBytes: number;
	/** Without a query; undefined for the address that n8n itself knows. */
	readonly publicAddress: string | undefined;
}

const FIELDS = [
	'source',
	'sender',
	'signatureHeader',
	'algorithm',
	'encoding',
	'signedText',
	'signatureOptions',
	'options',
] as const;

/** Reads the settings of the trigger that n8n is running; in a run from the editor, what comes is marked as a test. */
export async function readSettings(
	context: IWebhookFunctions | IHookFunctions,
): Promise<TriggerSettings> {
	const credential = await context.getCredentials(SOURCE_CREDENTIAL);
	const values = FIELDS.map(
		(name) => [name, context.getNodeParameter(name, null) as INodeParameters[string]] as const,
	);
	return triggerSettings(Object.fromEntries(values), credential, context.getMode() === 'manual');
}

/** Gives the settings of a trigger from its fields and its credential, or says which field is wrong. */
export function triggerSettings(
	fields: INodeParameters,
	credential: ICredentialDataDecryptedObject,
	test: boolean,
): TriggerSettings {
	const names = SOURCES.map(({ name }) => name);
	const name = choiceOf(fields.source, 'Source', names);
	const source = SOURCES[names.indexOf(name)] as Source;
	const options = objectOf(fields.options);
	return {
		source,
		settings: {
			secrets: secretsOf(credential),
			defaultCountry: countryIn(options),
			sender: senderIn(fields),
			...(name === 'generic' && { hmac: recipeIn(fields) }),
			test,
		},
		onlyTypes: typesIn(options),
		maxBodyBytes:
			options.maxBodyKilobytes === undefined
				? MAX_BODY_BYTES
				: Math.floor(numberOf(options.maxBodyKilobytes, 'Maximum Body Size (KB)') * 1024),
		publicAddress: addressIn(options),
	};
}

function recipeIn(fields: INodeParameters): HmacRecipe {
	const options = objectOf(fields.signatureOptions);
	const header = textOf(fields.signatureHeader, 'Signature Header').toLowerCase();
	if (header === '') {
		throw new Misconfiguration(
			"'Signature Header' is empty",
			'Enter the header in which the sender puts its signature; its documentation names it.',
		);
	}
	const signed = textOf(fields.signedText, 'Signed Text');
	if (!signed.includes('{body}')) {
		throw new Misconfiguration(
			"'Signed Text' lacks {body}, so nothing would protect the body",
			'Write {body} where the sender signs the body, as in {timestamp}.{body}.',
		);
	}
	const optional = (name: string, displayName: string) =>
		textOf(options[name], displayName) || undefined;
	const lowerCase = (text: string | undefined) => text?.toLowerCase();
	return {
		header,
		algorithm: choiceOf(fields.algorithm, 'Algorithm', ['sha1', 'sha256', 'sha512']),
		encoding: choiceOf(fields.encoding, 'Encoding', ['base64', 'hex']),
		signed,
		prefix: optional('prefix', 'Signature Prefix'),
		// A separator may be a space, which is why it is taken as it stands.
		separator: typeof options.separator === 'string' ? options.separator || undefined : undefined,
		idHeader: lowerCase(optional('idHeader', 'ID Header')),
		timestampHeader: lowerCase(optional('timestampHeader', 'Timestamp Header')),
		timestampPrefix: optional('timestampPrefix', 'Timestamp Prefix'),
		...(options.toleranceSeconds !== undefined && {
			toleranceMs: numberOf(options.toleranceSeconds, 'Tolerance (Seconds)') * 1000,
		}),
	};
}

function senderIn(fields: INodeParameters): string | undefined {
	const sender = textOf(fields.sender, 'System Name');
	if (sender === '' || /^[a-z][a-z0-9_]*$/.test(sender)) return sender || undefined;
	throw new Misconfiguration(
		"'System Name' is not in snake case",
		'Use lower-case letters, digits and _, beginning with a letter, as in survey_tool.',
	);
}

function countryIn(options: IDataObject): string | undefined {
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
