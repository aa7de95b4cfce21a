import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { DayOutcome, DayStage, MakeDayCredentials } from '../../host/day';
import { listExecutions, waitUntilSettled } from '../../host/executions';
import { Failure } from '../../host/failure';
import type { JourneyStore } from '../../store/journey-store';
import { closeStores, openStore } from '../../store/open-store';
import { playCharlotte } from './charlotte';
import { DayBook } from './day-book';
import { DayClock } from './day-clock';
import { expectation } from './expectation';
import { itemsOfLastRun } from './gap-execution';
import { mischief } from './mischief';
import { send, type SenderSettings } from './senders';
import { sendWave, wavesOfReports } from './waves';

const OPERATOR_HEADER = 'X-Journey-Key';

/** Longer than the whole day takes on a slow machine: beyond it something hangs. */
const SETTLE_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 100;

/** The credentials that the example workflows name, with this run's secrets. */
export const makeDayCredentials: MakeDayCredentials = ({ secrets }) => {
	const source = (sender: string, name: string, secret: string) => ({
		id: `customer-journey-sources-${sender}`,
		name,
		type: 'touchpointSourceApi',
		data: { secret },
	});
	return [
		source('shopify', 'Shopify signing secret', secrets.shopify),
		source('segment', 'Segment write key', secrets.segment),
		source('standard', 'Survey tool signing secret', secrets.standardWebhooks),
		{
			id: 'customer-journey-operator',
			name: 'Journey operator key',
			type: 'httpHeaderAuth',
			data: { name: OPERATOR_HEADER, value: secrets.operator },
		},
	];
};

/**
 * Plays a shop's day through a running n8n and counts what came of it, by what was sent and by looking into n8n, the
 * store and the mail catcher. What differs from what the cast must give is told in `disagreements`.
 */
export async function playDay(stage: DayStage): Promise<DayOutcome> {
	const { webhookAddress, secrets, mail, n8n, signal } = stage;
	const book = new DayBook();
	const settings: SenderSettings = {
		shopify: { address: `${webhookAddress}/journey/shopify`, secret: secrets.shopify },
		standardWebhooks: {
			address: `${webhookAddress}/journey/standard-webhooks`,
			secret: secrets.standardWebhooks,
		},
		segment: { address: `${webhookAddress}/journey/segment`, writeKey: secrets.segment },
	};
	const operator = {
		headers: { [OPERATOR_HEADER]: secrets.operator },
		validateStatus: () => true,
	} as const;

	const saved = await axios.post<unknown>(`${webhookAddress}/offer-catalogue`, {}, operator);
	if (saved.status !== 200)
		throw new Failure(`n8n answered ${saved.status} to the offers.`, "see n8n's log");

	const store = await openStore({ kind: 'sqlite', path: stage.storePath });
	const settle = async (): Promise<void> => {
		await untilApplied(store, signal);
		await waitUntilSettled(n8n, { atLeast: 0, withinMs: SETTLE_WITHIN_MS });
	};
	try {
		await playShoppers(stage, settings, book, settle);
		const scans = await playCharlotte({ settings, book, mail, settle, now: risingTime() });
		await playMischief(settings, book);
		await settle();
		await untilFollowedUp(store, stage.signal);
		await settle();
		await writeReport(stage, operator);
		return await countDay(stage, store, book, scans);
	} finally {
		await closeStores();
	}
}

async function playShoppers(
	{ report, signal }: DayStage,
	settings: SenderSettings,
	book: DayBook,
	settle: () => Promise<void>,
): Promise<void> {
	const waves = wavesOfReports(settings, new DayClock(Date.now()));
	const of = waves.reduce((sum, wave) => sum + wave.length, 0);
	let before = 0;
	for (const wave of waves) {
		signal.throwIfAborted();
		let sent = 0;
		await sendWave(settings, wave, book, () => {
			sent += 1;
			report({ done: before + Math.min(sent, wave.length), total: of, unit: 'contacts' });
		});
		before += wave.length;
		report({ done: before, total: of, unit: 'contacts' });
		await settle();
	}
}

async function playMischief(settings: SenderSettings, book: DayBook): Promise<void> {
	for (const { kind, delivery, refusedWith } of mischief(settings, new Date())) {
		book.turnedAway(`a delivery that is ${kind}`, await send(delivery), refusedWith);
	}
}

async function untilApplied(store: JourneyStore, signal: AbortSignal): Promise<void> {
	const deadline = performance.now() + SETTLE_WITHIN_MS;
	for (;;) {
		signal.throwIfAborted();
		const { notApplied } = await store.getTotals();
		if (notApplied === 0) return;
		if (performance.now() > deadline) {
			throw new Failure(
				`After ${SETTLE_WITHIN_MS / 1000} s there are still ${notApplied} touchpoints that no workflow has recorded.`,
				'look at the executions on the canvas',
			);
		}
		await sleep(LOOK_EVERY_MS);
	}
}

/** Moments start their workflow some seconds after what they tell of. */
async function untilFollowedUp(store: JourneyStore, signal: AbortSignal): Promise<void> {
	const { waits: expected } = expectation();
	const isDone = async (): Promise<boolean> => {
		const { waits } = await store.getTotals();
		return waits.touchpoint === expected.touchpoint && waits.waiting === expected.waiting;
	};
	const deadline = performance.now() + SETTLE_WITHIN_MS;
	// Beyond the deadline the comparison of all counts says what is missing.
	while (!(await isDone()) && performance.now() < deadline) {
		signal.throwIfAborted();
		await sleep(LOOK_EVERY_MS);
	}
}

async function writeReport(
	{ webhookAddress, reportPath }: DayStage,
	operator: object,
): Promise<void> {
	const { status, data } = await axios.get<string>(`${webhookAddress}/gap-report`, {
		...operator,
		responseType: 'text',
	});
	if (status !== 200 || !data.includes('<html')) {
		throw new Failure(
			`n8n answered ${status} without a page to the request for the gap report.`,
			"see n8n's log",
		);
	}
	await writeFile(reportPath, data);
}

async function countDay(
	{ n8n, mail }: DayStage,
	store: JourneyStore,
	book: DayBook,
	scans: { readonly redeemed: number; readonly refused: number },
): Promise<DayOutcome> {
	await waitUntilSettled(n8n, { atLeast: 1, withinMs: SETTLE_WITHIN_MS });
	const totals = await store.getTotals();
	const gaps = await itemsOfLastRun(n8n, 'gapReport', 'Analyze Journey');
	const expected = expectation();
	book.compare('touchpoints', totals.touchpoints, expected.touchpoints);
	book.compare('customers', totals.customers, expected.customers);
	book.compare('movements', totals.movements, expected.movements);
	book.compare(
		'mails',
		mail.mails.length,
		expected.offerMails + expected.alertMails + expected.recommendMails,
	);
	book.compare('waits', totals.waits, expected.waits);
	book.compare('offers issued', totals.issued, expected.offerMails);
	book.compare('offers redeemed', totals.redeemed, 1);
	book.compare('scans', scans, { redeemed: 1, refused: 1 });
	book.compare('gaps', gaps, expected.gaps);
	// One execution for every delivery that brought something new, none for what was refused or repeated.
	const { accepted, duplicate } = book.deliveries;
	const executions = await listExecutions(n8n, { workflowId: 'journeyFromWebhooks' });
	book.compare('executions of the journey workflow', executions.length, accepted - duplicate);
	const failed = await listExecutions(n8n, { status: ['error', 'crashed'] });
	book.compare('failed executions', failed.length, 0);
	return {
		counts: {
			deliveries: book.deliveries,
			touchpoints: totals.touchpoints,
			customers: totals.customers,
			movements: totals.movements,
			emails: mail.mails.length,
			waits: { ...totals.waits },
			offers: { issued: totals.issued, redeemed: totals.redeemed, redeemRefused: scans.refused },
			gaps,
		},
		disagreements: book.disagreements,
	};
}

/** Gives the present moment, a millisecond later than the last time at least: two contacts never share one. */
function risingTime(): () => Date {
	let last = 0;
	return () => {
		last = Math.max(Date.now(), last + 1);
		return new Date(last);
	};
}
