import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { N8nCredential } from './n8n-import';
import { LOCAL_ADDRESS } from './port';

/** Much more than any mail of the shop; a mail beyond it is refused by SMTP's own reply. */
const LARGEST_MAIL_BYTES = 10 * 1024 * 1024;

/** The id and name by which the example workflows name the mail account. */
export const MAIL_CREDENTIAL = { id: 'customerJourneyMail', name: 'Shop mail' } as const;

/** A mail as it came: the envelope's recipients, and the parsed message. */
export interface CaughtMail {
	readonly recipients: readonly string[];
	readonly message: Email;
}

export interface MailCatcher {
	readonly port: number;
	/** In the order in which they came. */
	readonly mails: readonly CaughtMail[];
	stop(): Promise<void>;
}

/**
 * An SMTP server on the loopback address that takes every mail from everybody and delivers none. It listens on `port`,
 * or on any free one.
 */
export async function startMailCatcher(port = 0): Promise<MailCatcher> {
	const mails: CaughtMail[] = [];
	const server = new SMTPServer({
		// n8n is told to send without a login and in plain text: there is no certificate for the loopback address.
		disabledCommands: ['AUTH', 'STARTTLS'],
		disableReverseLookup: true,
		size: LARGEST_MAIL_BYTES,
		onData(stream, session, done) {
			readMail(stream, session).then(
				(mail) => {
					if (stream.sizeExceeded) {
						done(Object.assign(new Error('The mail is too large'), { responseCode: 552 }));
						return;
					}
					mails.push(mail);
					done();
				},
				(error: Error) => done(error),
			);
		},
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, LOCAL_ADDRESS, resolve);
	});
	// A sender that breaks off is no reason for us to end.
	server.removeAllListeners('error').on('error', () => undefined);
	return {
		port: (server.server.address() as AddressInfo).port,
		mails,
		stop: () => new Promise((resolve) => server.close(() => resolve())),
	};
}

/** The credential with which n8n's Send Email node sends to the catcher. */
export function mailCredential(catcher: MailCatcher): N8nCredential {
	return {
		...MAIL_CREDENTIAL,
		type: 'smtp',
		data: {
			host: LOCAL_ADDRESS,
			port: catcher.port,
			secure: false,
			disableStartTls: true,
			user: '',
			password: '',
		},
	};
}

async function readMail(
	stream: SMTPServerDataStream,
	session: SMTPServerSession,
): Promise<CaughtMail> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk as Buffer);
	return {
		recipients: session.envelope.rcptTo.map(({ address }) => address),
		message: await PostalMime.parse(Buffer.concat(chunks)),
	};
}
