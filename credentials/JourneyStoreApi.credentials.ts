import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

const onPostgres = { show: { database: ['postgres'] } };

export class JourneyStoreApi implements ICredentialType {
	name = 'journeyStoreApi';

	displayName = 'Journey Store API';

	icon: Icon = { light: 'file:journeyStore.svg', dark: 'file:journeyStore.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-customer-journey/n8n-nodes-customer-journey#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Database',
			name: 'database',
			type: 'options',
			options: [
				{
					name: 'PostgreSQL',
					value: 'postgres',
					description: 'A server, version 13 or later: needed when n8n runs in queue mode',
				},
				{
					name: 'SQLite File',
					value: 'sqlite',
					description: "A file beside n8n's own data: nothing to set up",
				},
			],
			default: 'sqlite',
		},
		{
			displayName: 'SQLite File',
			name: 'path',
			type: 'string',
			displayOptions: { show: { database: ['sqlite'] } },
			default: '',
			placeholder: 'e.g. /home/node/.n8n/customer-journey.sqlite',
			description:
				"The file that holds customers, touchpoints, journeys and codes; it is made when it is missing. A path that does not begin with / starts at n8n's own folder. Empty means customer-journey.sqlite there.",
		},
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			displayOptions: onPostgres,
			default: '',
			placeholder: 'e.g. db.example.com',
			description: 'Name or address of the PostgreSQL server',
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			displayOptions: onPostgres,
			default: 5432,
			description: 'Port of the PostgreSQL server',
		},
		{
			displayName: 'Database Name',
			name: 'databaseName',
			type: 'string',
			displayOptions: onPostgres,
			default: '',
			placeholder: 'e.g. journeys',
			description: 'A database for the journeys alone; its tables are made on first use',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			displayOptions: onPostgres,
			default: '',
			description: 'Needs the right to make tables in that database',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: onPostgres,
			default: '',
			description: 'The password of that user',
		},
		{
			displayName: 'Encryption',
			name: 'tls',
			type: 'options',
			displayOptions: onPostgres,
			options: [
				{
					name: 'Off',
					value: 'off',
					description: 'Only where nobody else can listen, such as on the same machine',
				},
				{
					name: 'On, Certificate Checked',
					value: 'verified',
					description: 'Encrypted, and the server must prove who it is',
				},
			],
			default: 'verified',
		},
		{
			displayName: 'Certificate of the Authority',
			name: 'authority',
			type: 'string',
			typeOptions: { rows: 4 },
			displayOptions: { show: { database: ['postgres'], tls: ['verified'] } },
			default: '',
			description:
				"PEM text of whoever signed the server's certificate. Leave empty when that is a public authority.",
		},
	];
}
