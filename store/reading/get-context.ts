import type {
	CustomerContext,
	JourneyContext,
	TouchpointSummary,
} from '../../journey/customer-context';
import { identityKey, type Identity } from '../../journey/identity';
import type { Profile, Word } from '../../journey/profile';
import { NO_SEGMENT, type JourneyState } from '../../journey/stages/journey-state';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Row, Transaction } from '../database';
import { issuedOffer, ISSUED_COLUMNS } from '../offers/offer-rows';

/** Gives everything known of one customer, with at most `touchpointLimit` touchpoints, the latest first. */
export async function getContext(
	transaction: Transaction,
	who: Identity | { readonly customerId: string },
	touchpointLimit: number,
	now: number,
): Promise<CustomerContext | null> {
	const [customer] =
		'customerId' in who
			? await transaction.all(
					`SELECT c.id, c.profile FROM customer a JOIN customer c ON c.id = COALESCE(a.merged_into, a.id) WHERE a.id = ?`,
					[who.customerId],
				)
			: await transaction.all(
					'SELECT c.id, c.profile FROM identity i JOIN customer c ON c.id = i.customer_id WHERE i.identity_key = ?',
					[identityKey(who)],
				);
	if (!customer) return null;
	const customerId = String(customer.id);
	const identities = await transaction.all(
		'SELECT kind, namespace, value FROM identity WHERE customer_id = ? ORDER BY identity_key',
		[customerId],
	);
	const journeys = await transaction.all(
		'SELECT definition, version, journey_key, state FROM journey WHERE customer_id = ? ORDER BY definition, journey_key',
		[customerId],
	);
	const touchpoints = await transaction.all(
		'SELECT body FROM touchpoint WHERE customer_id = ? ORDER BY occurred_at DESC, sequence DESC, id DESC LIMIT ?',
		[customerId, touchpointLimit],
	);
	const offers = await transaction.all(
		`SELECT ${ISSUED_COLUMNS} FROM issued_offer
			WHERE customer_id = ? AND state = 'issued' AND expires_at > ? ORDER BY issued_at DESC, code`,
		[customerId, now],
	);
	const profile = JSON.parse(String(customer.profile)) as Profile;
	const attributes = latestWords(profile.attributes);
	return {
		customerId,
		identities: identities.map((row) => ({
			kind: String(row.kind),
			namespace: row.namespace === null ? null : String(row.namespace),
			value: String(row.value),
		})),
		attributes,
		segment: textOrNull(attributes.segment) ?? NO_SEGMENT,
		language: textOrNull(attributes.language),
		timeZone: textOrNull(attributes.timeZone),
		consent: latestWords(profile.consent),
		journeys: journeys.map(journeyContext),
		touchpoints: touchpoints.map(touchpointSummary),
		offers: offers.map((row) => issuedOffer(row, now)),
	};
}

function latestWords<T>(words: Readonly<Record<string, Word<T>>>): Record<string, T> {
	return Object.fromEntries(Object.entries(words).map(([subject, { value }]) => [subject, value]));
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}

function journeyContext(row: Row): JourneyContext {
	const state = JSON.parse(String(row.state)) as JourneyState;
	return {
		definition: String(row.definition),
		version: Number(row.version),
		key: String(row.journey_key),
		stage: state.stage,
		status: state.status,
		enteredAt: state.enteredAt,
		visits: state.visits,
		touchpoints: state.touchpoints,
		endScore: state.endScore,
		peakScore: state.peakScore,
	};
}

function touchpointSummary(row: Row): TouchpointSummary {
	const { id, type, channel, occurredAt, source, experience, value, keys } = JSON.parse(
		String(row.body),
	) as Touchpoint;
	return {
		id,
		type,
		channel,
		occurredAt,
		source,
		score: experience?.score ?? null,
		value: value ?? null,
		keys,
	};
}
