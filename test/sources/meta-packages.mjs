// Signs and checks as Meta does, with packages that ship ES modules only, which jest does not load: signed by
// @octokit/webhooks-methods, checked by whatsapp-api-js, which takes the body for one whose characters are escaped.
import { sign } from '@octokit/webhooks-methods';
import { WhatsAppAPI } from 'whatsapp-api-js';

const [secret, verifyToken, body] = process.argv.slice(2);
const api = new WhatsAppAPI({
	token: 't',
	appSecret: secret,
	webhookVerifyToken: verifyToken,
	v: 'v24.0',
});
const signed = await sign(secret, body);
process.stdout.write(
	JSON.stringify({
		signed,
		isTaken: await api.verifyRequestSignature(body, signed),
		challenge: api.get({
			'hub.mode': 'subscribe',
			'hub.verify_token': verifyToken,
			'hub.challenge': '1158201444',
		}),
	}),
);
