import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { mailCredential, startMailCatcher, type MailCatcher } from '../../host/mail-catcher';

let catcher: MailCatcher;
let socket: Socket;

beforeEach(async () => {
	catcher = await startMailCatcher();
	socket = connect(catcher.port, '127.0.0.1');
});

afterEach(async () => {
	socket.destroy();
	await catcher.stop();
});

/** Speaks SMTP: sends each line when the one before has been answered, and gives the codes of the answers. */
async function converse(lines: readonly string[]): Promise<string[]> {
	const codes: string[] = [];
	const waiting = [...lines];
	for await (const answer of createInterface({ input: socket })) {
		// A hyphen after the code announces another line of the same answer.
		if (answer[3] === '-') continue;
		codes.push(answer.slice(0, 3));
		const next = waiting.shift();
		if (next === undefined) break;
		socket.write(`${next}\r\n`);
	}
	return codes;
}

const MAIL = [
	'From: Shop <shop@customer-journey.example>',
	'To: Ada <ada@customer-journey.example>',
	'Subject: =?UTF-8?B?2LPZhNin2YU=?=',
	'Content-Type: text/html; charset=utf-8',
	'',
	'<p>Your code is ready</p>',
	'.',
].join('\r\n');

describe('the mail catcher', () => {
	it('takes a mail over SMTP without a login and keeps it parsed', async () => {
		const codes = await converse([
			'EHLO n8n',
			'MAIL FROM:<shop@customer-journey.example>',
			'RCPT TO:<ada@customer-journey.example>',
			'RCPT TO:<hidden@customer-journey.example>',
			'DATA',
			MAIL,
			'QUIT',
		]);

		expect(codes).toEqual(['220', '250', '250', '250', '250', '354', '250', '221']);
		expect(catcher.mails).toHaveLength(1);
		expect(catcher.mails[0]).toMatchObject({
			recipients: ['ada@customer-journey.example', 'hidden@customer-journey.example'],
			message: {
				subject: 'سلام',
				from: { name: 'Shop', address: 'shop@customer-journey.example' },
				html: expect.stringContaining('Your code is ready') as string,
			},
		});
	});

	it('offers neither a login nor encryption, as its credential says', async () => {
		const codes = await converse(['EHLO n8n', 'STARTTLS', 'AUTH PLAIN AGEAYg==', 'QUIT']);

		expect(codes).toEqual(['220', '250', '500', '500', '221']);
		expect(mailCredential(catcher)).toMatchObject({
			type: 'smtp',
			data: {
				host: '127.0.0.1',
				port: catcher.port,
				secure: false,
				disableStartTls: true,
				user: '',
			},
		});
	});
});
