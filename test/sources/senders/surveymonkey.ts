import { createHmac } from 'node:crypto';
import { surveymonkey } from '../../../sources/surveymonkey';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const CLIENT_ID = 'VyZTnlbTTwqGGsH8Q7pWag';

/** Nobody ships a signer for SurveyMonkey; `surveymonkey.test.ts` has a request that n8n's own trigger has judged. */
export const surveymonkeySender: Sender = {
	source: surveymonkey,
	secrets: ['client-secret-now', 'client-secret-old', 'another-app'],
	settings: settingsOf({
		secrets: ['client-secret-now', 'client-secret-old'],
		fields: { clientId: CLIENT_ID },
	}),
	body: fixture('surveymonkey-response.json'),
	sign: (body, secret) =>
		requestOf(body, {
			'sm-apikey': CLIENT_ID,
			'sm-signature': createHmac('sha1', `${CLIENT_ID}&${secret}`).update(body).digest('base64'),
		}),
	required: { 'sm-signature': 'missing_signature' },
	signsBody: true,
	signsTime: false,
};
