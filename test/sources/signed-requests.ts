import type { Sender } from './sender';
import { adobeCommerceSender, adobeWebhookSender } from './senders/adobe-commerce';
import { bigcommerceSender } from './senders/bigcommerce';
import { brevoSender } from './senders/brevo';
import { calendlySender } from './senders/calendly';
import { genericAddressSender, genericSecretSender, pointOfSaleSender } from './senders/canonical';
import {
	cloudEventsBatchSender,
	cloudEventsBinarySender,
	cloudEventsStructuredSender,
} from './senders/cloudevents';
import { genericSender } from './senders/generic';
import { hubspotSender, hubspotV1Sender, hubspotV2Sender } from './senders/hubspot';
import { intercomSender } from './senders/intercom';
import { klaviyoSender } from './senders/klaviyo';
import { kontentAiSender } from './senders/kontent-ai';
import { mailchimpSender } from './senders/mailchimp';
import { mailgunSender } from './senders/mailgun';
import { pipedriveSender } from './senders/pipedrive';
import { posthogSender } from './senders/posthog';
import { postmarkSender } from './senders/postmark';
import { resendSender } from './senders/resend';
import { qrScanSender } from './senders/qr-scan';
import { rudderstackSender } from './senders/rudderstack';
import { salesforceSender } from './senders/salesforce';
import { segmentSender } from './senders/segment';
import { sendgridSender } from './senders/sendgrid';
import { shopifySender } from './senders/shopify';
import { standardWebhooksSender, svixSender } from './senders/standard-webhooks';
import { stripeSender } from './senders/stripe';
import { surveymonkeySender } from './senders/surveymonkey';
import { tallySender } from './senders/tally';
import { twilioEventsSender, twilioSender } from './senders/twilio';
import { typeformSender } from './senders/typeform';
import { whatsappSender } from './senders/whatsapp';
import { woocommerceSender } from './senders/woocommerce';
import { zendeskSender } from './senders/zendesk';
import { zohoSender } from './senders/zoho';

/** A sender, or more, for every source of the catalogue: the contract and the fuzzing go over all of them. */
export const SENDERS: Readonly<Record<string, Sender>> = {
	shopify: shopifySender,
	woocommerce: woocommerceSender,
	bigcommerce: bigcommerceSender,
	'adobe commerce, events': adobeCommerceSender,
	'adobe commerce, webhook': adobeWebhookSender,
	stripe: stripeSender,
	'hubspot, version 3': hubspotSender,
	'hubspot, version 2': hubspotV2Sender,
	'hubspot, version 1': hubspotV1Sender,
	salesforce: salesforceSender,
	pipedrive: pipedriveSender,
	zoho: zohoSender,
	'standard webhooks': standardWebhooksSender,
	svix: svixSender,
	generic: genericSender,
	'generic, secret': genericSecretSender,
	'generic, address': genericAddressSender,
	'qr scan': qrScanSender,
	'point of sale': pointOfSaleSender,
	segment: segmentSender,
	rudderstack: rudderstackSender,
	posthog: posthogSender,
	'kontent.ai': kontentAiSender,
	'cloudevents, binary': cloudEventsBinarySender,
	'cloudevents, structured': cloudEventsStructuredSender,
	'cloudevents, batch': cloudEventsBatchSender,
	sendgrid: sendgridSender,
	mailchimp: mailchimpSender,
	brevo: brevoSender,
	klaviyo: klaviyoSender,
	mailgun: mailgunSender,
	postmark: postmarkSender,
	resend: resendSender,
	twilio: twilioSender,
	'twilio, event streams': twilioEventsSender,
	whatsapp: whatsappSender,
	intercom: intercomSender,
	zendesk: zendeskSender,
	typeform: typeformSender,
	tally: tallySender,
	surveymonkey: surveymonkeySender,
	calendly: calendlySender,
};
