import Stripe from 'stripe';
import { stripe } from '../../../sources/stripe';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Signed by Stripe's own package. */
export const stripeSender: Sender = {
	source: stripe,
	secrets: ['whsec_now8f3a1c', 'whsec_old5e2b7d', 'whsec_other9c4d'],
	settings: settingsOf({ secrets: ['whsec_now8f3a1c', 'whsec_old5e2b7d'] }),
	body: fixture('stripe-checkout.json'),
	sign: (body, secret, signedAt = NOW) =>
		requestOf(body, {
			'stripe-signature': Stripe.webhooks.generateTestHeaderString({
				payload: body.toString(),
				secret,
				timestamp: Math.floor(signedAt / 1000),
			}),
		}),
	required: { 'stripe-signature': 'missing_signature' },
	signsBody: true,
	signsTime: true,
	envelope: (payload) => ({
		id: 'evt_1',
		type: 'checkout.session.completed',
		data: { object: payload },
	}),
};
