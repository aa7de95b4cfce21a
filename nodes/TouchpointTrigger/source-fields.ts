import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { escapeHtml } from '../../report/escape-html';
import { SOURCES } from '../../sources/catalogue';
import type { Source, SourceField } from '../../sources/source';

/** What people call each kind of sender; it stands below the sender's name in the list. */
const GROUP_NAMES: Readonly<Record<Source['group'], string>> = {
	generic: 'Any system',
	shop: 'Shop',
	payment: 'Payments',
	crm: 'CRM',
	email: 'E-mail',
	messaging: 'Messaging',
	support: 'Support',
	survey: 'Surveys',
	booking: 'Booking',
	pipeline: 'Event pipeline',
	content: 'Content',
	store: 'In the store',
};

/** What a source is not proof of, said where people choose it; a signature needs no warning. */
const WARNINGS: Readonly<Record<Source['proof'], string | null>> = {
	signature: null,
	shared_secret:
		'This sender does not sign its deliveries: it sends a secret along. Whoever reads one delivery on the way can send others, so give it an https address only.',
	address:
		'Deliveries of this source are unsigned: whoever knows the address can send. Leave Path empty, so that nobody can guess it.',
};

/** The sources that any system may use, with whatever payload it has. */
export const ANY_SYSTEM: string[] = SOURCES.filter(({ group }) => group === 'generic').map(
	({ name }) => name,
);

/** The sources of which it has to be said which system it is that sends. */
export const NAMED_BY_USER: string[] = SOURCES.filter(
	({ group, namedByUser }) => group === 'generic' || namedByUser === true,
).map(({ name }) => name);

/** The sources that prove themselves by a secret, and so need its credential. */
export const WITH_SECRET: string[] = SOURCES.filter(({ proof }) => proof !== 'address').map(
	({ name }) => name,
);

/** The list of senders, in the order in which people look for a name. */
export const sourceField: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	options: SOURCES.map(({ name, displayName, group }): INodePropertyOptions => ({
		name: displayName,
		value: name,
		description: GROUP_NAMES[group],
	})).sort((a, b) => a.name.localeCompare(b.name, 'en')),
	default: 'shopify',
	description: 'The system that sends the touchpoints',
};

/** Where the address goes and where the secret is found, for the chosen source, and what it cannot prove. */
export const sourceNotices: INodeProperties[] = [
	...SOURCES.map(({ name, howTo }) => notice(`howTo_${name}`, escapeHtml(howTo), [name])),
	...(['shared_secret', 'address'] as const).map((proof) =>
		notice(
			`warning_${proof}`,
			WARNINGS[proof] ?? '',
			SOURCES.filter((source) => source.proof === proof).map(({ name }) => name),
		),
	),
];

/** The fields that only the chosen source has. */
export const ownFields: INodeProperties[] = SOURCES.flatMap(({ name, fields = [] }) =>
	fields.map((field) => ownField(name, field)),
);

function ownField(source: string, field: SourceField): INodeProperties {
	const { name, displayName, description, placeholder } = field;
	return {
		displayName,
		name,
		type: typeof field.default === 'boolean' ? 'boolean' : 'string',
		noDataExpression: true,
		default: field.default,
		description,
		...(placeholder !== undefined && { placeholder }),
		displayOptions: { show: { source: [source] } },
	};
}

function notice(name: string, displayName: string, sources: string[]): INodeProperties {
	return {
		displayName,
		name,
		type: 'notice',
		default: '',
		displayOptions: { show: { source: sources } },
	};
}
