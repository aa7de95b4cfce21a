import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getHmac } from '@shopify/shopify-api/test-helpers';
import { closeStores } from '../store/open-store';
import { openRawRows } from './recording';
import { median } from './statistics';
import { millisecondsToAnswer, type Delivery, type TriggerUnderBench } from './webhook-call';

const ROUNDS = 7;
const COMMITS = 300;
const ORDERS = 300;
const BATCHES = 5;
/** How many messages a batch has. */
export const BATCH_SIZE = 1000;
const SECRET = 'example-bench-secret';

/** Milliseconds. */
export interface Times {
	readonly median: number;
	readonly best: number;
}

/** How long a sender waits for our own part of the answer, and for how many bare commits that would do. */
export interface ReceiveFigures {
	readonly rounds: number;
	/** One row of the size of a touchpoint, committed with the store's own settings. */
	readonly bareCommit: Times;
	/** One signed order of Shopify: verified, mapped, committed. */
	readonly order: Times;
	/** A batch of Segment with `BATCH_SIZE` messages. */
	readonly batch: Times;
	/** Medians of the ratios to a bare commit, round by round. */
	readonly orderToCommit: number;
	readonly batchToCommit: number;
}

type Subject = 'bareCommit' | 'order' | 'batch';

/**
 * Measures how long the trigger takes from a delivery to its answer, without n8n and without a network, beside bare
 * one-row commits with the same settings, in turn in one run so that a noisy machine troubles all. `onRound` hears of
 * each finished round.
 */
export async function benchReceive(
	onRound: (done: number, of: number) => void,
): Promise<ReceiveFigures> {
	const folder = mkdtempSync(join(tmpdir(), 'customer-journey-bench-'));
	const rounds: Readonly<Record<Subject, number[][]>> = { bareCommit: [], order: [], batch: [] };
	const storePath = join(folder, 'store.sqlite');
	const shopify = { parameters: parametersOf('shopify'), secret: SECRET, storePath };
	const segment = { parameters: parametersOf('segment'), secret: SECRET, storePath };
	const bare = openBare(join(folder, 'bare.sqlite'));
	try {
		// The first round warms up the compiler and the disk and is not counted.
		for (let round = 0; round <= ROUNDS; round++) {
			const commits = Array.from({ length: COMMITS }, () => timeOf(bare.commit));
			const orders = await timesOf(ORDERS, shopify, signedOrder);
			const batches = await timesOf(BATCHES, segment, segmentBatch);
			if (round === 0) continue;
			rounds.bareCommit.push(commits);
			rounds.order.push(orders);
			rounds.batch.push(batches);
			onRound(round, ROUNDS);
		}
	} finally {
		bare.close();
		await closeStores();
		rmSync(folder, { recursive: true, force: true });
	}
	const toCommit = (subject: Subject) =>
		median(
			rounds[subject].map((times, round) => median(times) / median(rounds.bareCommit[round] ?? [])),
		);
	return {
		rounds: ROUNDS,
		bareCommit: summary(rounds.bareCommit.flat()),
		order: summary(rounds.order.flat()),
		batch: summary(rounds.batch.flat()),
		orderToCommit: toCommit('order'),
		batchToCommit: toCommit('batch'),
	};
}

function summary(times: readonly number[]): Times {
	return { median: median(times), best: Math.min(...times) };
}

async function timesOf(
	count: number,
	trigger: TriggerUnderBench,
	makeDelivery: () => Delivery,
): Promise<number[]> {
	const times: number[] = [];
	for (let n = 0; n < count; n++) times.push(await millisecondsToAnswer(trigger, makeDelivery()));
	return times;
}

function timeOf(work: () => void): number {
	const started = performance.now();
	work();
	return performance.now() - started;
}

function openBare(path: string): { commit(): void; close(): void } {
	const { file, insert } = openRawRows(path);
	const body = JSON.stringify(order());
	return {
		commit: () => void insert.run(randomUUID(), body),
		close: () => file.close(),
	};
}

/** As the editor saves a trigger whose other fields were left alone. */
function parametersOf(source: string): Readonly<Record<string, unknown>> {
	return { source, path: source, options: {} };
}

function order(): object {
	return {
		id: Math.floor(Math.random() * 2 ** 50),
		email: `customer-${Math.floor(Math.random() * 500)}@example.com`,
		created_at: new Date().toISOString(),
		currency: 'EUR',
		total_price: '79.80',
		customer: { id: 115310627314723, first_name: 'Charlotte', phone: '+302101234567' },
		billing_address: { city: 'Athens', country_code: 'GR' },
		line_items: [1001, 1002].map((id) => ({
			product_id: id,
			title: 'Tea pot',
			quantity: 1,
			price: '39.90',
		})),
	};
}

function signedOrder(): Delivery {
	const body = JSON.stringify(order());
	return {
		headers: {
			'content-type': 'application/json',
			'x-shopify-topic': 'orders/create',
			'x-shopify-shop-domain': 'shop.myshopify.example',
			'x-shopify-webhook-id': randomUUID(),
			'x-shopify-hmac-sha256': getHmac(body, SECRET),
		},
		body: Buffer.from(body),
	};
}

/** Messages as Segment's own library for Node sends them: without the envelope they have just under 500 KB. */
function segmentBatch(): Delivery {
	const now = new Date().toISOString();
	const batch = Array.from({ length: BATCH_SIZE }, (_, n) => ({
		type: 'track',
		event: n % 3 === 0 ? 'Product Added' : 'Product Viewed',
		messageId: `node-next-${Date.now()}-${randomUUID()}`,
		userId: `user-${n % 500}`,
		timestamp: now,
		properties: { product_id: '1001', name: 'Tea pot', price: 39.9, currency: 'EUR', quantity: 1 },
		context: { library: { name: '@segment/analytics-node', version: '3.1.0' } },
		integrations: {},
	}));
	return {
		headers: {
			'content-type': 'application/json',
			authorization: `Basic ${Buffer.from(`${SECRET}:`).toString('base64')}`,
		},
		body: Buffer.from(JSON.stringify({ batch, sentAt: now, writeKey: SECRET })),
	};
}
