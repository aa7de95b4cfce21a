import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getHmac } from '@shopify/shopify-api/test-helpers';
import axios from 'axios';
import { Agent } from 'node:http';
import { bringUpN8n } from '../host/bring-up';
import { Cleanup } from '../host/cleanup';
import { waitUntilSettled } from '../host/executions';
import { findFreePort } from '../host/port';
import type { N8nRest } from '../host/rest-client';
import type { Progress } from '../host/terminal';
import { BENCH_CREDENTIAL, INTAKES, intakeWorkflows, type Intake } from './intake-workflows';
import { median, medianRatio } from './statistics';

const CONNECTIONS = 8;
const ROUNDS = 5;
const DELIVERIES = 120;
const WARM_UP = 40;
const SETTLE_WITHIN_MS = 180_000;
const SECRET = 'example-bench-secret';

/** How n8n prepares its expression engine: for every execution, or only where an expression is evaluated. */
export const EXPRESSION_MODES = ['default', 'lazy'] as const;

export type ExpressionMode = (typeof EXPRESSION_MODES)[number];

/** Deliveries a second until every execution has finished, medians of the rounds, and the ratios ours / rival. */
export interface IntakeFigures {
	readonly perSecond: Readonly<Record<Intake, number>>;
	readonly toWebhook: number;
	readonly toHandWired: number;
}

/**
 * Measures deliveries a second through a real n8n to a verified, stored touchpoint, beside n8n's own Webhook node doing
 * no work at all and beside the same job wired by hand, in turn, in both expression modes.
 */
export async function benchIntake(
	progress: Progress,
): Promise<Readonly<Record<ExpressionMode, IntakeFigures>>> {
	const figures = new Map<ExpressionMode, IntakeFigures>();
	for (const mode of EXPRESSION_MODES) figures.set(mode, await measureMode(mode, progress));
	return Object.fromEntries(figures) as Record<ExpressionMode, IntakeFigures>;
}

async function measureMode(mode: ExpressionMode, progress: Progress): Promise<IntakeFigures> {
	const folder = mkdtempSync(join(tmpdir(), 'customer-journey-bench-'));
	const cleanup = new Cleanup();
	try {
		const { address, rest } = await bringUpN8n({
			userFolder: folder,
			port: await findFreePort(),
			credentials: [{ ...BENCH_CREDENTIAL, type: 'touchpointSourceApi', data: { secret: SECRET } }],
			workflows: intakeWorkflows(SECRET),
			logFile: join(folder, 'n8n.log'),
			lazyExpressions: mode === 'lazy',
			codeModules: ['crypto'],
			progress,
			cleanup,
		});
		await makeDataTable(rest);
		const measured = new Map<Intake, number[]>(INTAKES.map((intake) => [intake, []]));
		await progress.step(`Sending deliveries, expressions ${mode}`, async (report) => {
			for (const intake of INTAKES) await deliver(address, rest, intake, WARM_UP);
			for (let round = 1; round <= ROUNDS; round++) {
				for (const intake of INTAKES)
					measured.get(intake)?.push(await deliver(address, rest, intake, DELIVERIES));
				report({ done: round, total: ROUNDS, unit: 'rounds' });
			}
		});
		return figuresOf(measured);
	} finally {
		await cleanup.run();
		rmSync(folder, { recursive: true, force: true });
	}
}

function figuresOf(measured: ReadonlyMap<Intake, readonly number[]>): IntakeFigures {
	const rounds = (intake: Intake): readonly number[] => measured.get(intake) ?? [];
	const ratioTo = (rival: Intake): number => medianRatio(rounds('trigger'), rounds(rival));
	return {
		perSecond: {
			trigger: median(rounds('trigger')),
			webhook: median(rounds('webhook')),
			handWired: median(rounds('handWired')),
		},
		toWebhook: ratioTo('webhook'),
		toHandWired: ratioTo('handWired'),
	};
}

async function makeDataTable(rest: N8nRest): Promise<void> {
	const { id } = await rest.get<{ id: string }>('/projects/personal');
	await rest.post(`/projects/${id}/data-tables`, {
		name: 'touchpoints',
		columns: ['event', 'email', 'type', 'occurred', 'total'].map((name) => ({
			name,
			type: 'string',
		})),
	});
}

/** Sends deliveries over a few connections and gives how many a second were finished, from the first to the last. */
async function deliver(
	address: string,
	rest: N8nRest,
	intake: Intake,
	count: number,
): Promise<number> {
	const before = await waitUntilSettled(rest, { atLeast: 0, withinMs: SETTLE_WITHIN_MS });
	const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
	const requests = Array.from({ length: count }, () => signedOrder()).values();
	const started = performance.now();
	await Promise.all(
		Array.from({ length: CONNECTIONS }, async () => {
			for (const { body, headers } of requests) {
				const { status } = await axios.post(`${address}/webhook/${intake}`, body, {
					headers,
					httpAgent: agent,
					transformRequest: [(data: unknown) => data],
					validateStatus: () => true,
				});
				if (status !== 200)
					throw new Error(`${intake} answered ${status}: the measurement would be of nothing`);
			}
		}),
	);
	await waitUntilSettled(rest, { atLeast: before + count, withinMs: SETTLE_WITHIN_MS });
	const seconds = (performance.now() - started) / 1000;
	agent.destroy();
	return count / seconds;
}

function signedOrder(): { body: string; headers: Record<string, string> } {
	const customer = Math.floor(performance.now() * 1000) % 500;
	const body = JSON.stringify({
		id: customer,
		email: `customer-${customer}@example.com`,
		created_at: new Date().toISOString(),
		currency: 'EUR',
		total_price: '39.90',
		customer: { id: customer, first_name: 'Charlotte' },
		line_items: [{ product_id: 1001, title: 'Tea pot', quantity: 1, price: '39.90' }],
	});
	return {
		body,
		headers: {
			'content-type': 'application/json',
			'x-shopify-topic': 'orders/create',
			'x-shopify-shop-domain': 'shop.myshopify.example',
			'x-shopify-webhook-id': randomUUID(),
			'x-shopify-hmac-sha256': getHmac(body, SECRET),
		},
	};
}
