import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class TouchpointSourceApi implements ICredentialType {
	name = 'touchpointSourceApi';

	displayName = 'Touchpoint Source API';

	icon: Icon = { light: 'file:touchpointSource.svg', dark: 'file:touchpointSource.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-customer-journey/n8n-nodes-customer-journey#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Signing Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'What the sender signs its deliveries with or sends along, or the public key to check its signatures. The note below Source in the trigger says where to find it.',
		},
		{
			displayName: 'Previous Signing Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Also accepted, while the sender moves from this secret to the one above. Empty it when that is done.',
		},
		{
			displayName: 'Additional Signing Secret',
			name: 'additionalSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Also accepted, for a sender that has two: Shopify signs webhooks made in its notification settings with another secret',
		},
	];
}
