import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { bringUpN8n, type RunningN8n } from '../../host/bring-up';
import { Cleanup } from '../../host/cleanup';
import { readWorkflows } from '../../host/example-workflows';
import type { N8nWorkflow } from '../../host/n8n-import';
import { findFreePort } from '../../host/port';
import { makeDayCredentials } from '../../examples/shop/play-day';
import { makeSenderSecrets } from '../../host/sender-secrets';
import {
	closePanel,
	linesOf,
	nodeNamed,
	openPanel,
	openWorkflow,
	takeCanvas,
	takePanel,
} from './canvas-page';

/** Where the pictures go, for people to look at; those of the documentation have the names that they have there. */
const PICTURES = resolve('.customer-journey/pictures');

const executablePath = process.env['CHROMIUM'];
const describeWithBrowser = executablePath === undefined ? describe.skip : describe;

const SILENT = {
	step: async <T>(_title: string, work: (report: () => void) => Promise<T>): Promise<T> =>
		await work(() => undefined),
	note: () => undefined,
};

interface CanvasNode {
	readonly name: string;
	readonly type: string;
}

const ours = ({ nodes }: N8nWorkflow): readonly CanvasNode[] =>
	(nodes as readonly CanvasNode[]).filter(({ type }) =>
		type.startsWith('n8n-nodes-customer-journey.'),
	);

/** The pictures of workflows that the documentation shows, by the ids of the workflows. */
const CANVASES: Readonly<Record<string, string>> = {
	journeyFromWebhooks: 'canvas',
	followUpAnOrder: 'wait',
	helpWhoIsStuck: 'moments',
	answerACall: 'route',
};

/** The pictures of panels that the documentation shows, by the names of the nodes. */
const PANELS: Readonly<Record<string, string>> = {
	'Wait for Answer': 'wait-panel',
	'Stuck in Consideration': 'moment-panel',
	'Save Journey': 'journey-save',
	'Save Segments': 'segments-panel',
};

/** What people read on the canvas, by the names of the nodes: outputs, name, subtitle. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
	'Order Placed': ['Order Placed', 'Stage Entered'],
	'Wait for Answer': [
		...['Timed Out', 'Touchpoint', 'Exited'],
		...['Wait for Answer', 'survey answered + 1 more'],
	],
	'Get Context': ['Get Context', 'Customer: Get Context'],
	'Stuck in Consideration': ['Stuck in Consideration', 'Customer Stalled'],
	'Choose Offer': ['Offer', 'No Offer', 'Choose Offer', 'Offer: Choose'],
	'Record Touchpoint': [
		...['Moved', 'Stayed', 'Not Applied'],
		...['Record Touchpoint', 'Touchpoint: Record'],
	],
	'Code Ends Soon': ['Code Ends Soon', 'Offer Expiring'],
	'Left Unrecorded': ['Left Unrecorded', 'Touchpoint Not Applied'],
	'Route Contact': [
		...['Self-Service', 'Call Back', 'Agent'],
		...['Route Contact', 'Customer: Route Contact'],
	],
	'Save Journey': ['Save Journey', 'Journey: Save'],
	'Save Segments': ['Save Segments', 'Journey: Save'],
};

/** A journey of one's own, as somebody plans it in the panel. */
const planning: N8nWorkflow & Readonly<Record<string, unknown>> = {
	id: 'planAJourney',
	name: 'Plan a journey',
	nodes: [
		{
			id: 'save-note',
			name: 'Note',
			type: 'n8n-nodes-base.stickyNote',
			typeVersion: 1,
			position: [0, 0],
			parameters: { content: '## A journey of your own', width: 640, height: 320 },
		},
		{
			id: 'save-journey',
			name: 'Save Journey',
			type: 'n8n-nodes-customer-journey.journeyStage',
			typeVersion: 1,
			position: [144, 112],
			parameters: {
				resource: 'journey',
				operation: 'save',
				startFrom: 'nothing',
				journeyName: 'Subscription',
				stages: {
					stage: [
						{
							name: 'Trial',
							owner: 'Sales',
							types: ['account_created'],
							expectedDays: 14,
							target: 70,
							more: { criticalNeeds: ['Sees what it can do on the first day'] },
						},
					],
				},
			},
		},
		{
			id: 'save-segments',
			name: 'Save Segments',
			type: 'n8n-nodes-customer-journey.journeyStage',
			typeVersion: 1,
			position: [384, 112],
			parameters: {
				resource: 'journey',
				operation: 'save',
				startFrom: 'journey',
				journey: 'five_stage',
				segments: {
					segment: [
						{ name: 'Champions', members: { recency: [4, 5], monetary: [4, 5] } },
						{ name: 'At Risk', members: { recency: [1, 2], frequency: [4, 5] } },
						{ name: 'In Need', members: { maxLowestScore: 20 } },
					],
				},
			},
		},
	],
	connections: {},
	settings: { executionOrder: 'v1' },
};

describeWithBrowser('the canvas', () => {
	const folder = mkdtempSync(join(tmpdir(), 'customer-journey-canvas-'));
	const cleanup = new Cleanup();
	let n8n: RunningN8n;
	let browser: Browser;
	let page: Page;
	let workflows: readonly N8nWorkflow[];

	beforeAll(async () => {
		mkdirSync(PICTURES, { recursive: true });
		const port = await findFreePort();
		workflows = [
			...(await readWorkflows(resolve('examples'), `http://127.0.0.1:${port}`)),
			planning,
		];
		n8n = await bringUpN8n({
			userFolder: folder,
			port,
			credentials: makeDayCredentials({
				secrets: makeSenderSecrets(),
				storePath: join(folder, 'unused'),
			}),
			workflows,
			logFile: join(folder, 'n8n.log'),
			progress: SILENT,
			cleanup,
		});
		browser = await chromium.launch({
			executablePath,
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
			],
		});
		page = await browser.newPage({
			viewport: { width: 1600, height: 1000 },
			deviceScaleFactor: 1.5,
		});
		const advice = page.locator('[data-test-id="suggested-actions-close"]');
		await page.addLocatorHandler(advice, async () => await advice.click());
		await page.goto(`${n8n.address}/signin`);
		await page.fill('input[name=emailOrLdapLoginId]', n8n.owner.email);
		await page.fill('input[type=password]', n8n.owner.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL((url) => !url.pathname.includes('signin'));
	}, 240_000);

	afterAll(async () => {
		await browser?.close();
		await cleanup.run();
		rmSync(folder, { recursive: true, force: true });
	});

	const open = async (id: string) => await openWorkflow(page, `${n8n.address}/workflow/${id}`);

	it('shows every node of the example workflows with its icon and its subtitle', async () => {
		for (const workflow of workflows) {
			await open(workflow.id);
			for (const { name } of ours(workflow)) {
				const node = nodeNamed(page, name);
				await node.waitFor();
				await expect(node.locator('img').first().getAttribute('src')).resolves.toContain(
					'n8n-nodes-customer-journey',
				);
				await expect(node.locator('[data-test-id="node-issues"]').count()).resolves.toBe(0);
				const expected = SHOWN[name];
				if (expected) await expect(linesOf(node)).resolves.toEqual(expected);
			}
			await takeCanvas(page, join(PICTURES, `${CANVASES[workflow.id] ?? workflow.id}.png`));
		}
		const names = workflows.flatMap((workflow) => ours(workflow).map(({ name }) => name));
		expect(names).toEqual(expect.arrayContaining(Object.keys(SHOWN)));
	});

	it('opens the panel of every node without a complaint about its fields', async () => {
		// High enough for the longest one.
		await page.setViewportSize({ width: 1600, height: 2000 });
		for (const workflow of workflows) {
			await open(workflow.id);
			for (const { name, type } of ours(workflow)) {
				const panel = await openPanel(page, name);
				await expect(panel.getByText(/unrecognized|not installed/i).count()).resolves.toBe(0);
				await expect(panel.locator('.has-issues').count()).resolves.toBe(0);
				const picture = PANELS[name] ?? `panel-${type.split('.')[1]}-${name.replace(/\W+/g, '-')}`;
				await takePanel(page, join(PICTURES, `${picture}.png`));
				await closePanel(page);
			}
		}
	});
});
