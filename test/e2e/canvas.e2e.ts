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

/** Where the screenshots go, for people to look at. */
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
		workflows = await readWorkflows(resolve('examples'), `http://127.0.0.1:${port}`);
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
		page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
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

	it('shows every node of the example workflows with its icon and its subtitle', async () => {
		for (const workflow of workflows) {
			await page.goto(`${n8n.address}/workflow/${workflow.id}`);
			for (const { name } of ours(workflow)) {
				const node = page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
				await node.waitFor();
				await expect(node.locator('img').first().getAttribute('src')).resolves.toContain(
					'n8n-nodes-customer-journey',
				);
			}
			await page.screenshot({ path: join(PICTURES, `canvas-${workflow.id}.png`) });
		}
	});

	it('opens the panel of every node without a complaint about its fields', async () => {
		const seen = new Set<string>();
		for (const workflow of workflows) {
			for (const { name, type } of ours(workflow)) {
				if (seen.has(`${type} ${name}`)) continue;
				seen.add(`${type} ${name}`);
				await page.goto(`${n8n.address}/workflow/${workflow.id}`);
				const node = page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
				await node.waitFor();
				await node.dblclick();
				const panel = page.locator('[data-test-id="ndv"]');
				await panel.waitFor();
				await page.screenshot({
					path: join(PICTURES, `panel-${type.split('.')[1]}-${name.replace(/\W+/g, '-')}.png`),
				});
				await expect(panel.locator('.has-issues').count()).resolves.toBe(0);
			}
		}
	});
});
