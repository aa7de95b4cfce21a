import { adobeCommerce } from './adobe-commerce';
import { bigcommerce } from './bigcommerce';
import { brevo } from './brevo';
import { calendly } from './calendly';
import { cloudevents } from './cloudevents';
import { generic } from './generic';
import { genericAddress } from './generic-address';
import { genericSecret } from './generic-secret';
import { hubspot } from './hubspot';
import { intercom } from './intercom';
import { klaviyo } from './klaviyo';
import { kontentAi } from './kontent-ai';
import { mailchimp } from './mailchimp';
import { mailgun } from './mailgun';
import { pipedrive } from './pipedrive';
import { pointOfSale } from './point-of-sale';
import { posthog } from './posthog';
import { postmark } from './postmark';
import { resend } from './resend';
import { qrScan } from './qr-scan';
import { rudderstack } from './rudderstack';
import { salesforce } from './salesforce';
import { segment } from './segment';
import { sendgrid } from './sendgrid';
import { shopify } from './shopify';
import type { Source } from './source';
import { standardWebhooks } from './standard-webhooks';
import { stripe } from './stripe';
import { surveymonkey } from './surveymonkey';
import { tally } from './tally';
import { twilio } from './twilio';
import { typeform } from './typeform';
import { whatsapp } from './whatsapp';
import { woocommerce } from './woocommerce';
import { zendesk } from './zendesk';
import { zoho } from './zoho';

/** Every sender that is understood, in the order in which people see them. */
export const SOURCES: readonly Source[] = [
	segment,
	rudderstack,
	cloudevents,
	posthog,
	kontentAi,
	shopify,
	woocommerce,
	bigcommerce,
	adobeCommerce,
	stripe,
	hubspot,
	salesforce,
	pipedrive,
	zoho,
	sendgrid,
	mailchimp,
	brevo,
	klaviyo,
	mailgun,
	postmark,
	resend,
	twilio,
	whatsapp,
	intercom,
	zendesk,
	typeform,
	tally,
	surveymonkey,
	calendly,
	standardWebhooks,
	generic,
	genericSecret,
	genericAddress,
	qrScan,
	pointOfSale,
];

/** Gives the source of that name, or undefined. */
export function sourceNamed(name: string): Source | undefined {
	return SOURCES.find((source) => source.name === name);
}
