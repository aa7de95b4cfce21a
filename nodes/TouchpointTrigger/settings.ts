import type {
	ICredentialDataDecryptedObject,
	IHookFunctions,
	INodeParameters,
	IWebhookFunctions,
} from 'n8n-workflow';
import { SOURCES, sourceNamed } from '../../sources/catalogue';
import type { Source, SourceSettings } from '../../sources/source';
import { choiceOf, objectOf, textOf } from '../shared/fields';
import { Misconfiguration } from '../shared/misconfiguration';
import { secretsOf, SOURCE_CREDENTIAL } from '../shared/source-secrets';
import { recipeIn } from './hmac-recipe';
import { mappingIn } from './mapping-settings';
import { countryIn, limitsIn, type Limits } from './option-settings';
import { sharedReading } from './shared-reading';

/** All that a trigger's fields and credential say. */
export interface TriggerSettings extends Limits {
	readonly source: Source;
	readonly settings: SourceSettings;
}

const NAMES = SOURCES.map(({ name }) => name);

/** The trigger's own fields; what a source adds is in the catalogue. */
const FIELDS = ['sender', 'options'];
const MAPPING_FIELDS = ['payload', 'mapping'];
const RECIPE_FIELDS = [
	'signatureHeader',
	'algorithm',
	'encoding',
	'signedText',
	'signatureOptions',
];

/** Reads the settings of the trigger that n8n is running; in a run from the editor, what comes is marked as a test. */
export async function readSettings(
	context: IWebhookFunctions | IHookFunctions,
): Promise<TriggerSettings> {
	const read = (name: string) => context.getNodeParameter(name, null) as INodeParameters[string];
	const source = sourceNamed(choiceOf(read('source'), 'Source', NAMES)) as Source;
	const values = Object.fromEntries(fieldsFor(source).map((name) => [name, read(name)]));
	const credential = source.proof === 'address' ? {} : await readCredential(context);
	return triggerSettings(source, values, credential, context.getMode() === 'manual');
}

/** Every delivery reads its fields anew, so only those that the source has. */
function fieldsFor({ name, group, fields = [] }: Source): readonly string[] {
	return [
		...FIELDS,
		...(group === 'generic' ? MAPPING_FIELDS : []),
		...(name === 'generic' ? RECIPE_FIELDS : []),
		...fields.map((field) => field.name),
	];
}

async function readCredential(
	context: IWebhookFunctions | IHookFunctions,
): Promise<ICredentialDataDecryptedObject> {
	const { id, credentials } = context.getNode();
	const key = [context.getWorkflow().id, id, credentials?.[SOURCE_CREDENTIAL]?.id];
	return await sharedReading(
		JSON.stringify(key),
		async () => await context.getCredentials(SOURCE_CREDENTIAL),
	);
}

/** Gives the settings of a trigger from its fields and its credential, or says which field is wrong. */
export function triggerSettings(
	source: Source,
	values: INodeParameters,
	credential: ICredentialDataDecryptedObject,
	test: boolean,
): TriggerSettings {
	const options = objectOf(values.options);
	// n8n keeps the values of hidden fields: what was mapped for another source must not touch this one.
	const mapping = source.group === 'generic' ? mappingIn(values) : undefined;
	return {
		source,
		settings: {
			secrets: secretsOf(credential),
			defaultCountry: countryIn(options),
			sender: senderIn(values),
			...(source.name === 'generic' && { hmac: recipeIn(values) }),
			...(source.fields && { fields: ownFieldsIn(source.fields, values) }),
			...(mapping && { mapping }),
			test,
		},
		...limitsIn(options),
	};
}

function ownFieldsIn(
	fields: NonNullable<Source['fields']>,
	values: INodeParameters,
): NonNullable<SourceSettings['fields']> {
	return Object.fromEntries(
		fields.map(({ name, displayName, default: byDefault }) => [
			name,
			typeof byDefault === 'boolean'
				? (values[name] ?? byDefault) === true
				: textOf(values[name] ?? byDefault, displayName),
		]),
	);
}

function senderIn(fields: INodeParameters): string | undefined {
	const sender = textOf(fields.sender, 'System Name');
	if (sender === '' || /^[a-z][a-z0-9_]*$/.test(sender)) return sender || undefined;
	throw new Misconfiguration(
		"'System Name' is not in snake case",
		'Use lower-case letters, digits and _, beginning with a letter, as in survey_tool.',
	);
}
