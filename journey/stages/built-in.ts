import type { JourneyDefinition } from './definition';

const FIVE_MINUTES_MS = 5 * 60 * 1000;

/** Contacts in which somebody hears of the brand, before looking at anything it sells. */
const HEARD_OF_US = [
	'recommendation_heard',
	'referral_received',
	'ad_viewed',
	'ad_clicked',
	'promotion_viewed',
	'promotion_clicked',
	'campaign_opened',
	'campaign_clicked',
	'page_viewed',
	'mention_posted',
	'store_visited',
];

/** Contacts in which somebody looks at or collects what the brand sells. */
const LOOKED_AT_OFFERS = [
	'product_viewed',
	'product_list_viewed',
	'products_searched',
	'product_added_to_wishlist',
	'product_added',
	'cart_viewed',
	'cart_abandoned',
	'checkout_started',
	'quote_requested',
	'call_booked',
];

/** Contacts with the product, its delivery and the service around it. */
const USED_THE_PRODUCT = [
	'order_fulfilled',
	'order_delivered',
	'product_used',
	'survey_answered',
	'call_received',
	'ticket_opened',
	'ticket_solved',
	'subscription_renewed',
	'store_visited',
	'qr_scanned',
];

/** Contacts in which somebody recommends the brand; a review does so only when it is a good one. */
const ADVOCATED = ['referral_made', 'product_shared', 'mention_posted'];

/** The five stages of the users' own texts, looping from advocacy to new awareness. */
const fiveStage: JourneyDefinition = {
	name: 'five_stage',
	version: 1,
	displayName: 'Five Stages',
	stages: [
		{
			name: 'awareness',
			displayName: 'Awareness',
			owner: 'Marketing',
			entry: [{ types: HEARD_OF_US, from: ['none', 'advocacy'] }],
			expectedDays: 30,
			target: 60,
		},
		{
			name: 'consideration',
			displayName: 'Consideration',
			owner: 'Marketing',
			entry: [{ types: LOOKED_AT_OFFERS }],
			expectedDays: 14,
			target: 65,
		},
		{
			name: 'purchase',
			displayName: 'Purchase',
			owner: 'Sales',
			entry: [{ types: ['order_completed'] }],
			expectedDays: 7,
			target: 75,
		},
		{
			name: 'retention',
			displayName: 'Retention',
			owner: 'Service',
			entry: [{ types: USED_THE_PRODUCT, visited: 'purchase' }],
			expectedDays: 90,
			target: 80,
		},
		{
			name: 'advocacy',
			displayName: 'Advocacy',
			owner: 'Service',
			entry: [
				{ types: ADVOCATED, visited: 'purchase' },
				{ types: ['review_posted'], visited: 'purchase', minScore: 60 },
			],
			target: 85,
		},
	],
	loops: true,
	movement: 'free',
	exits: [],
	goals: [],
	coolDownMs: FIVE_MINUTES_MS,
};

/** Attention, interest, desire, action: one way to a first purchase, which completes it. */
const aida: JourneyDefinition = {
	name: 'aida',
	version: 1,
	displayName: 'AIDA',
	stages: [
		{
			name: 'attention',
			displayName: 'Attention',
			owner: 'Marketing',
			entry: [{ types: HEARD_OF_US, from: ['none'] }],
			expectedDays: 30,
			target: 60,
		},
		{
			name: 'interest',
			displayName: 'Interest',
			owner: 'Marketing',
			entry: [
				{
					types: ['product_viewed', 'product_list_viewed', 'products_searched'],
					from: ['none', 'attention'],
				},
			],
			expectedDays: 14,
			target: 65,
		},
		{
			name: 'desire',
			displayName: 'Desire',
			owner: 'Sales',
			entry: [
				{
					types: [
						'product_added_to_wishlist',
						'product_added',
						'cart_viewed',
						'cart_abandoned',
						'checkout_started',
					],
				},
			],
			expectedDays: 7,
			target: 70,
		},
		{
			name: 'action',
			displayName: 'Action',
			owner: 'Sales',
			entry: [{ types: ['order_completed'] }],
			target: 75,
		},
	],
	loops: false,
	movement: 'free',
	exits: ['customer_lost'],
	goals: ['order_completed'],
	coolDownMs: FIVE_MINUTES_MS,
};

/** The whole life with the brand, most of whose value lies after the first purchase. */
const lifecycle: JourneyDefinition = {
	name: 'lifecycle',
	version: 1,
	displayName: 'Lifecycle',
	stages: [
		{
			name: 'before',
			displayName: 'Before',
			owner: 'Marketing',
			entry: [{ types: [...HEARD_OF_US, ...LOOKED_AT_OFFERS], from: ['none'] }],
			expectedDays: 45,
			target: 60,
		},
		{
			name: 'first_purchase',
			displayName: 'First Purchase',
			owner: 'Sales',
			entry: [{ types: ['order_completed'], from: ['none', 'before'] }],
			expectedDays: 7,
			target: 75,
		},
		{
			name: 'onboarding',
			displayName: 'Onboarding',
			owner: 'Onboarding',
			entry: [
				{
					types: ['order_fulfilled', 'order_delivered', 'account_created'],
					from: ['first_purchase'],
				},
			],
			expectedDays: 30,
			target: 80,
		},
		{
			name: 'use',
			displayName: 'Use',
			owner: 'Service',
			entry: [{ types: USED_THE_PRODUCT, from: ['onboarding', 'renewal', 'advocacy'] }],
			expectedDays: 180,
			target: 80,
		},
		{
			name: 'renewal',
			displayName: 'Renewal',
			owner: 'Renewal',
			entry: [
				{
					types: ['order_completed', 'subscription_renewed'],
					from: ['onboarding', 'use', 'advocacy'],
				},
			],
			expectedDays: 30,
			target: 80,
		},
		{
			name: 'advocacy',
			displayName: 'Advocacy',
			owner: 'Service',
			entry: [
				{ types: ADVOCATED, visited: 'first_purchase' },
				{ types: ['review_posted'], visited: 'first_purchase', minScore: 60 },
			],
			target: 85,
		},
	],
	loops: false,
	movement: 'free',
	exits: ['subscription_cancelled', 'customer_lost'],
	goals: [],
	coolDownMs: FIVE_MINUTES_MS,
};

/** The definitions that need no saving, by name. */
export const BUILT_IN_DEFINITIONS = { five_stage: fiveStage, aida, lifecycle } as const;
