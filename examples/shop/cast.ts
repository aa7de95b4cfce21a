import type { Planned, Shopper } from './shopper';

/** Given names that customers of this shop really have, a language each. */
const NAMES: readonly (readonly [firstName: string, language: Shopper['language']])[] = [
	['Eleni', 'el'],
	['Maryam', 'en'],
	['شیرین', 'fa'],
	['ليلى', 'ar'],
	['John', 'en'],
	['Γιώργος', 'el'],
	['رضا', 'fa'],
	['عمر', 'ar'],
];

/** Looks and collects, is not well served by the product pages, and gets stuck. */
const stalls = (index: number): readonly Planned[] => [
	{ does: 'views', movement: 'entered' },
	{ does: 'adds_to_cart', movement: 'stayed' },
	{ does: 'answers_survey', answer: 1 + (index % 3), movement: 'stayed' },
];

/** Comes back for a second order after the first was a success. */
const buysTwice = (index: number): readonly Planned[] => [
	{ does: 'views', movement: 'entered' },
	{ does: 'orders', movement: 'advanced' },
	{ does: 'receives', movement: 'advanced' },
	{ does: 'answers_survey', answer: 4 + (index % 2), movement: 'stayed' },
	{ does: 'orders', movement: 'returned' },
];

/** Orders, and then looks again before anything has arrived. */
const returns = (): readonly Planned[] => [
	{ does: 'hears_of_us', movement: 'entered' },
	{ does: 'views', movement: 'advanced' },
	{ does: 'orders', movement: 'advanced' },
	{ does: 'views', movement: 'returned' },
];

/** Only ever hears of the shop from others. */
const hearsOnly = (): readonly Planned[] => [{ does: 'hears_of_us', movement: 'entered' }];

/** Puts something on the wish list, gets the mail with the offer, and every other one orders. */
const wishes = (index: number): readonly Planned[] => [
	{ does: 'wishes', movement: 'entered' },
	...(index % 2 === 0 ? [{ does: 'orders', movement: 'advanced' } as const] : []),
];

/** Is so content that others hear of it; some of them are then reached by the next campaign. */
const recommends = (index: number): readonly Planned[] => [
	{ does: 'orders', movement: 'entered' },
	{ does: 'receives', movement: 'advanced' },
	{ does: 'answers_survey', answer: 4 + (index % 2), movement: 'stayed' },
	{ does: 'writes_review', answer: 5, movement: 'advanced' },
	...(index % 3 === 0 ? [{ does: 'reads_a_page', movement: 'looped' } as const] : []),
];

/** Hears of the shop and orders at once. */
const skips = (): readonly Planned[] => [
	{ does: 'hears_of_us', movement: 'entered' },
	{ does: 'orders', movement: 'skipped' },
];

const GROUPS: readonly (readonly [
	size: number,
	contactsOf: (index: number) => readonly Planned[],
])[] = [
	[32, stalls],
	[20, buysTwice],
	[14, returns],
	[12, hearsOnly],
	[10, wishes],
	[14, recommends],
	[5, skips],
];

/** Every eleventh shopper's deliveries arrive the last one first. */
const REVERSED_EVERY = 11;

/** The number of the one shopper whose day is told in full. */
export const CHARLOTTE = 0;

/**
 * The shoppers around Charlotte, the same on every day that is played: what each does, in order, and what that must do
 * to the journey.
 */
export const CAST: readonly Shopper[] = GROUPS.flatMap(([size, contactsOf]) =>
	Array.from({ length: size }, (_, index) => contactsOf(index)),
).map((contacts, index) => {
	const [firstName, language] = NAMES[index % NAMES.length] ?? ['Eleni', 'el'];
	const orders = contacts.filter(({ does }) => does === 'orders').length;
	const wishes = contacts.some(({ does }) => does === 'wishes');
	return {
		number: CHARLOTTE + 1 + index,
		firstName,
		language,
		segment: orders > 1 ? 'loyal' : 'new',
		contacts,
		// A wish that arrives late must not send a mail, so wishers keep their order.
		arrival:
			!wishes && contacts.length > 1 && index % REVERSED_EVERY === 0 ? 'reversed' : 'in_order',
	};
});
