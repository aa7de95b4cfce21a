import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class JourneyStoreApi implements ICredentialType {
	name = 'journeyStoreApi';

	displayName = 'Journey Store API';

	icon: Icon = { light: 'file:journeyStore.svg', dark: 'file:journeyStore.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-customer-journey/n8n-nodes-customer-journey#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'SQLite File',
			name: 'path',
			type: 'string',
			default: '',
			placeholder: 'e.g. /home/node/.n8n/customer-journey.sqlite',
			description:
				"The file that holds customers, touchpoints, journeys and codes; it is made when it is missing. A path that does not begin with / starts at n8n's own folder. Empty means customer-journey.sqlite there.",
		},
	];
}
