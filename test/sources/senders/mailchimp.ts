import { mailchimp } from '../../../sources/mailchimp';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const SECRETS = ['secret-now', 'secret-old', 'secret-foreign'] as const;

export const mailchimpSender: Sender = {
	source: mailchimp,
	secrets: SECRETS,
	settings: settingsOf({ secrets: SECRETS.slice(0, 2) }),
	body: fixture('mailchimp-subscribe.txt'),
	format: 'form',
	sign: (body, secret) =>
		requestOf(
			body,
			{ 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'MailChimp' },
			{ query: { secret } },
		),
	required: {},
	signsBody: false,
	signsTime: false,
};
