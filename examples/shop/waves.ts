import { CAST } from './cast';
import { reportOf, type Report } from './contact-deliveries';
import type { DayBook } from './day-book';
import type { DayClock } from './day-clock';
import { inParallel } from './in-parallel';
import { send, sendThroughSegment, type Delivery, type SenderSettings } from './senders';

/** As many connections as a small shop's tools open to one receiver. */
const CONNECTIONS = 6;

/** Every tenth webhook is sent once more, as senders do when an answer gets lost. */
const REPEATED_EVERY = 10;

/**
 * Gives what arrives from the shoppers around Charlotte, wave by wave: the first wave holds everybody's first delivery,
 * and so on. For shoppers whose deliveries arrive reversed the first is their last contact.
 */
export function wavesOfReports(
	settings: SenderSettings,
	clock: DayClock,
): readonly (readonly Report[])[] {
	const waves: Report[][] = [];
	for (const shopper of CAST) {
		const reports = shopper.contacts.map((contact, place) =>
			reportOf(settings, shopper, contact, place, clock.at(shopper.number, place)),
		);
		if (shopper.arrival === 'reversed') reports.reverse();
		reports.forEach((report, wave) => (waves[wave] ??= []).push(report));
	}
	return waves;
}

/** Sends one wave and counts the answers; `done` hears of each request. */
export async function sendWave(
	settings: SenderSettings,
	wave: readonly Report[],
	book: DayBook,
	done: () => void,
): Promise<void> {
	const tracks = wave.flatMap((report) => (report.by === 'segment' ? [report.track] : []));
	const deliveries = wave.flatMap((report) => (report.by === 'webhook' ? [report.delivery] : []));
	for (const status of await sendThroughSegment(settings.segment, tracks)) {
		book.taken('a batch of Segment events', status);
		done();
	}
	await inParallel(deliveries, CONNECTIONS, async (delivery) => {
		book.taken('a webhook', await send(delivery));
		done();
	});
	const repeated = deliveries.filter((_, index) => index % REPEATED_EVERY === 0);
	await inParallel(repeated, CONNECTIONS, async (delivery: Delivery) => {
		book.repeated('a repeated webhook', await send(delivery));
		done();
	});
}
