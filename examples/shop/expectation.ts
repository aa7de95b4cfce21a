import type { Movement } from '../../journey/stages/movement';
import { CAST } from './cast';
import { CHARLOTTES_CONTACTS, CHARLOTTES_SCANS } from './charlotte';
import type { Planned, Shopper } from './shopper';

/** What the day must give, worked out from the cast alone. */
export interface Expectation {
	readonly touchpoints: number;
	readonly customers: number;
	readonly movements: Readonly<Partial<Record<Movement, number>>>;
	readonly offerMails: number;
	readonly alertMails: number;
	/** Waits that follow up an order: ended by an answer or a review, and still open. */
	readonly waits: { readonly touchpoint: number; readonly waiting: number };
	/** Mails that ask those who answered well to recommend the shop. */
	readonly recommendMails: number;
	readonly gaps: number;
}

/** Answers of 1 and 2 on a scale of 1 to 5 score 0 and 25 of 100: the example workflow tells the care team below 50. */
const WORST_ANSWERS = 2;

/** Answers of 4 and 5 score 75 and 100: the example workflow asks for a recommendation from 75 on. */
const GOOD_ANSWERS = 4;

/**
 * Only the answers in consideration are both enough to judge (thirty or more) and below what is promised there
 * (65). All of them are survey answers of one segment, so that the finest cell explains the wider ones.
 */
const GAPS = 1;

/** What follows each order that moves the journey when it arrives: what the shopper answers after it, or nothing. */
function answersAfterOrders({ contacts, arrival }: Pick<Shopper, 'contacts' | 'arrival'>): Answers {
	return contacts.flatMap(({ does }, place) => {
		if (does !== 'orders' && does !== 'orders_in_the_app') return [];
		// Of contacts that arrive the last one first, only that one is not late.
		if (arrival === 'reversed' && place < contacts.length - 1) return [];
		const answers = contacts
			.slice(place)
			.flatMap((later) => ('answer' in later ? [later.answer] : []));
		return [answers[0] ?? null];
	});
}

type Answers = readonly (number | null)[];

function sumUp(contacts: readonly Planned[]): Map<Movement, number> {
	const counts = new Map<Movement, number>();
	for (const { movement } of contacts) counts.set(movement, (counts.get(movement) ?? 0) + 1);
	return counts;
}

/** Works out what the day must give. */
export function expectation(): Expectation {
	const contacts = [...CAST.flatMap((shopper) => shopper.contacts), ...CHARLOTTES_CONTACTS];
	const offerMails =
		CAST.filter((shopper) => shopper.contacts.some(({ does }) => does === 'wishes')).length + 1;
	const alertMails = contacts.filter(
		(contact) => contact.does === 'answers_survey' && contact.answer <= WORST_ANSWERS,
	).length;
	// The mail with an offer is recorded when it is sent, hours after the played day: orders of those who wish are late.
	const inTime = CAST.filter((shopper) => !shopper.contacts.some(({ does }) => does === 'wishes'));
	const followUps = [
		...inTime.flatMap(answersAfterOrders),
		...answersAfterOrders({ contacts: CHARLOTTES_CONTACTS, arrival: 'in_order' }),
	];
	const answered = followUps.filter((answer) => answer !== null);
	const movements = sumUp(contacts);
	// The workflow records each offer mail as a touchpoint, and each scan of a known code in the store.
	movements.set('stayed', (movements.get('stayed') ?? 0) + offerMails);
	for (const movement of CHARLOTTES_SCANS)
		movements.set(movement, (movements.get(movement) ?? 0) + 1);
	return {
		touchpoints: contacts.length + offerMails + CHARLOTTES_SCANS.length,
		customers: CAST.length + 1,
		movements: Object.fromEntries([...movements].sort(([a], [b]) => (a < b ? -1 : 1))),
		offerMails,
		alertMails,
		waits: { touchpoint: answered.length, waiting: followUps.length - answered.length },
		recommendMails: answered.filter((answer) => answer >= GOOD_ANSWERS).length,
		gaps: GAPS,
	};
}
