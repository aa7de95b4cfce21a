/** Where a contact with a customer can happen. */
export const CHANNELS = [
	'web',
	'app',
	'email',
	'sms',
	'push',
	'social',
	'chat',
	'phone',
	'store',
	'qr',
	'mail',
	'event',
	'word_of_mouth',
	'other',
] as const;

export type Channel = (typeof CHANNELS)[number];
