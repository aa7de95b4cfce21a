import { accountOfOwner, accountOwner, roleOf } from '../../journey/context/account';
import { currentJourney } from '../../journey/context/current-journey';
import { nextContent } from '../../journey/context/next-content';
import { openCases } from '../../journey/context/open-cases';
import { openOrders } from '../../journey/context/open-orders';
import { ownActs } from '../../journey/context/own-acts';
import { preferredChannel } from '../../journey/context/preferred-channel';
import { preferredHour } from '../../journey/context/preferred-hour';
import type { CustomerContext, JourneyContext } from '../../journey/customer-context';
import { identityKey, type Identity } from '../../journey/identity';
import { scoreRfm, type RfmLimits } from '../../journey/segments/rfm';
import type { StageContent } from '../../journey/stages/definition';
import type { JourneyState } from '../../journey/stages/journey-state';
import { zoneOfCustomer } from '../../journey/time/zone-of-customer';
import { summaryOf } from '../../journey/touchpoint-summary';
import { readConsent } from '../customers/consent-words';
import type { Dialect, Row, Transaction } from '../database';
import type { Definitions } from '../definitions';
import { issuedOffer, ISSUED_COLUMNS } from '../offers/offer-rows';
import { readValue } from '../value/customer-value';
import { personOf } from './get-people';
import { readAccounts } from './read-accounts';
import { readMood } from './read-mood';
import { readLatest, readOrdersAndCases } from './read-touchpoints';

/**
 * What is derived from single touchpoints looks at so many of the latest at most: habits, what was seen, and, among those
 * about orders and cases, which are open. However long the history, no more is read.
 */
const MOST_READ = 200;

/** What reading a context needs beside the customer. */
export interface ContextReading {
	readonly transaction: Transaction;
	readonly dialect: Dialect;
	readonly definitions: Definitions;
	readonly rfmLimits: RfmLimits;
	/** Epoch milliseconds. */
	readonly now: number;
	/** The IANA zone of a customer who tells none. */
	readonly workspaceZone: string;
}

/** Gives everything known of one customer, with at most `touchpointLimit` touchpoints, the latest first. */
export async function getContext(
	reading: ContextReading,
	who: Identity | { readonly customerId: string },
	touchpointLimit: number,
): Promise<CustomerContext | null> {
	const { transaction, dialect, now } = reading;
	if ('customerId' in who && accountOfOwner(who.customerId) !== null) return null;
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
	const latest = await readLatest(transaction, customerId, Math.max(touchpointLimit, MOST_READ));
	const ordersAndCases = await readOrdersAndCases(transaction, customerId, MOST_READ);
	const offers = await transaction.all(
		`SELECT ${ISSUED_COLUMNS} FROM issued_offer
			WHERE customer_id = ? AND state = 'issued' AND expires_at > ? ORDER BY issued_at DESC, code`,
		[customerId, now],
	);
	const person = personOf(customer, identities);
	const { attributes } = person;
	const accounts = await readAccounts(transaction, dialect, customerId, roleOf(attributes));
	const journeys = await readJourneys(reading, customerId, accounts);
	const { value, measures } = await readValue(transaction, customerId);
	const known = {
		...person,
		consent: await readConsent(transaction, customerId, attributes),
	};
	const followed = [
		...new Map(
			[...latest, ...ordersAndCases].map((touchpoint) => [touchpoint.id, touchpoint]),
		).values(),
	];
	const recent = latest.slice(0, MOST_READ);
	const acts = ownActs(recent);
	const { zone } = zoneOfCustomer(known, reading.workspaceZone);
	return {
		...known,
		journeys,
		touchpoints: latest.slice(0, touchpointLimit).map(summaryOf),
		offers: offers.map((row) => issuedOffer(row, now)),
		openOrders: openOrders(followed, now),
		openCases: openCases(followed, now),
		mood: await readMood(transaction, customerId, now),
		preferredChannel: preferredChannel(known, acts),
		preferredHour: preferredHour(
			acts.map(({ occurredAt }) => occurredAt),
			zone,
		),
		value,
		rfm: measures && scoreRfm(measures, reading.rfmLimits),
		nextContent: nextContent(await readContents(reading, journeys), known, recent),
		accounts,
	};
}

/** Gives the customer's own journeys and those of the customer's accounts. */
async function readJourneys(
	{ transaction, dialect }: ContextReading,
	customerId: string,
	accounts: CustomerContext['accounts'],
): Promise<readonly JourneyContext[]> {
	const owners = [customerId, ...accounts.map(({ key }) => accountOwner(key))];
	const rows = await transaction.all(
		`SELECT customer_id, definition, version, journey_key, state FROM journey
			WHERE customer_id IN ${dialect.listOfTexts} ORDER BY definition, journey_key, customer_id`,
		[JSON.stringify(owners)],
	);
	return rows.map(journeyContext);
}

/** Gives what the stage of the current journey has to show, in the version that the journey follows. */
async function readContents(
	{ transaction, definitions }: ContextReading,
	journeys: readonly JourneyContext[],
): Promise<readonly StageContent[]> {
	const journey = currentJourney(journeys);
	if (journey === null || journey.stage === null) return [];
	const definition = await definitions.get(transaction, journey.definition, journey.version);
	return definition?.stages.find(({ name }) => name === journey.stage)?.content ?? [];
}

function journeyContext(row: Row): JourneyContext {
	const state = JSON.parse(String(row.state)) as JourneyState;
	return {
		definition: String(row.definition),
		version: Number(row.version),
		key: String(row.journey_key),
		account: accountOfOwner(String(row.customer_id)),
		stage: state.stage,
		status: state.status,
		enteredAt: state.enteredAt,
		visits: state.visits,
		touchpoints: state.touchpoints,
		endScore: state.endScore,
		peakScore: state.peakScore,
	};
}
