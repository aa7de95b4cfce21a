import axios from 'axios';
import type { Movement } from '../../journey/stages/movement';
import { textsIn } from '../../report/language/language';
import type { CaughtMail, MailCatcher } from '../../host/mail-catcher';
import { CHARLOTTE } from './cast';
import { reportOf } from './contact-deliveries';
import type { DayBook } from './day-book';
import { scanQr } from './scan-qr';
import { send, sendThroughSegment, type SenderSettings } from './senders';
import { emailOf, type Planned, type Shopper } from './shopper';

/** The one shopper whose day is told in full; her contacts beside the two in the store. */
const shopper: Shopper = {
	number: CHARLOTTE,
	firstName: 'Charlotte',
	language: 'en',
	segment: 'loyal',
	arrival: 'in_order',
	contacts: [],
};

/** Before the mail with the offer, and after it. */
const WISHES: readonly Planned[] = [
	{ does: 'wishes', movement: 'entered' },
	{ does: 'wishes', movement: 'stayed' },
];
const LOOKS_AND_ORDERS: readonly Planned[] = [
	{ does: 'views', movement: 'stayed' },
	{ does: 'orders_in_the_app', movement: 'advanced' },
];
const IS_DISAPPOINTED: readonly Planned[] = [
	{ does: 'answers_survey', answer: 1, movement: 'stayed' },
];

/** All that she does outside the store, with what it must do to her journey; her scan in the store brings retention. */
export const CHARLOTTES_CONTACTS: readonly Planned[] = [
	...WISHES,
	...LOOKS_AND_ORDERS,
	...IS_DISAPPOINTED,
];

/** What her two scans in the store do to her journey: both are contacts, though only the first redeems. */
export const CHARLOTTES_SCANS: readonly Movement[] = ['advanced', 'stayed'];

export const CHARLOTTES_EMAIL = emailOf(shopper);

/** What the parts of her day need. */
export interface CharlottesWorld {
	readonly settings: SenderSettings;
	readonly book: DayBook;
	readonly mail: MailCatcher;
	/** Waits until n8n has done everything that was sent so far. */
	readonly settle: () => Promise<void>;
	/** Gives the present moment, later at every call: her day is played while it happens. */
	readonly now: () => Date;
}

/** Plays her day from the wish list to the survey; gives how many scans of her code were accepted and refused. */
export async function playCharlotte(
	world: CharlottesWorld,
): Promise<{ redeemed: number; refused: number }> {
	const { book, settle } = world;
	await report(world, WISHES, 0);
	await settle();
	const address = scanOffer(world);
	await report(world, LOOKS_AND_ORDERS, WISHES.length);
	await settle();
	const scans = address === null ? { redeemed: 0, refused: 0 } : await scanTwice(book, address);
	await settle();
	await report(world, IS_DISAPPOINTED, WISHES.length + LOOKS_AND_ORDERS.length);
	await settle();
	return scans;
}

async function report(
	world: CharlottesWorld,
	contacts: readonly Planned[],
	first: number,
): Promise<void> {
	const { settings, book, now } = world;
	for (const [index, contact] of contacts.entries()) {
		const told = reportOf(settings, shopper, contact, first + index, now());
		if (told.by === 'webhook') book.taken(`Charlotte ${contact.does}`, await send(told.delivery));
		else {
			for (const status of await sendThroughSegment(settings.segment, [told.track])) {
				book.taken(`Charlotte ${contact.does}`, status);
			}
		}
	}
}

/** Finds her mail and reads the address in its QR code. */
function scanOffer({ mail, book }: CharlottesWorld): string | null {
	const mine = mail.mails.filter(({ recipients }) => recipients.includes(CHARLOTTES_EMAIL));
	book.compare("mails in Charlotte's inbox", mine.length, 1);
	const gif = mine[0] && gifOf(mine[0]);
	if (!gif) {
		book.disagree("Charlotte's mail has no QR code as a GIF image");
		return null;
	}
	return scanQr(gif);
}

function gifOf({ message }: CaughtMail): Uint8Array | null {
	const image = message.attachments.find(({ mimeType }) => mimeType === 'image/gif');
	return image && typeof image.content !== 'string' ? new Uint8Array(image.content) : null;
}

/** The seller scans her code, and a colleague scans it once more; the second page must say when and where. */
async function scanTwice(
	book: DayBook,
	address: string,
): Promise<{ redeemed: number; refused: number }> {
	const pages: string[] = [];
	for (const place of ['Till 1', 'Till 2']) {
		const url = new URL(address);
		url.searchParams.set('where', place);
		const { status, data } = await axios.get<string>(url.href, {
			responseType: 'text',
			validateStatus: () => true,
		});
		if (status !== 200) book.disagree(`the redemption page was answered ${status} instead of 200`);
		pages.push(data);
	}
	const [first = '', second = ''] = pages;
	const { status } = textsIn('en').redemption;
	const redeemed = first.includes(status.redeemed) ? 1 : 0;
	const refused = second.includes(status.already_redeemed) ? 1 : 0;
	if (redeemed === 0) book.disagree('the first scan did not redeem the code');
	if (refused === 0 || !second.includes('Till 1')) {
		book.disagree('the second scan was not told where the code had been used');
	}
	return { redeemed, refused };
}
