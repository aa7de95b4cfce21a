import type { INodePropertyOptions } from 'n8n-workflow';
import { CHANNELS, type Channel } from '../../journey/channel';

const NAMES: Readonly<Record<Channel, string>> = {
	web: 'Web',
	app: 'App',
	email: 'Email',
	sms: 'SMS',
	push: 'Push Notification',
	social: 'Social Media',
	chat: 'Chat',
	phone: 'Phone',
	store: 'Store',
	qr: 'QR Code',
	mail: 'Mail',
	event: 'Event',
	word_of_mouth: 'Word of Mouth',
	other: 'Other',
};

/** The channels as options, by the names that people read. */
export const channelOptions: INodePropertyOptions[] = CHANNELS.map((value) => ({
	name: NAMES[value],
	value,
})).sort((a, b) => (a.name < b.name ? -1 : 1));
