import { randomBytes } from 'node:crypto';
import type { SenderSecrets } from './day';

/** A new random secret of 24 bytes for each sender, in the form in which that sender gives it out. */
export function makeSenderSecrets(): SenderSecrets {
	return {
		shopify: randomBytes(24).toString('hex'),
		standardWebhooks: `whsec_${randomBytes(24).toString('base64')}`,
		segment: randomBytes(24).toString('hex'),
		operator: randomBytes(24).toString('hex'),
	};
}
