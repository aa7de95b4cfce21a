import type { Locator, Page } from 'playwright-core';

/** What n8n lays over the canvas, which is no part of a picture of a workflow. */
const OVERLAYS =
	'.vue-flow__panel, [data-test-id^="execute-workflow-button"], [class*="_popoverContent"] { visibility: hidden !important }';

/** Whether all fields of the panel have their lists, as the page finds out. */
const NOTHING_LOADS = `(() => {
	const fields = document.querySelector('[data-test-id="node-parameters"]');
	const inputs = [...fields.querySelectorAll('input')];
	return ![fields.textContent, ...inputs.flatMap(({ value, placeholder }) => [value, placeholder])]
		.some((text) => /Loading (fields|options)/.test(text));
})()`;

const MARGIN_PX = 14;

interface Decodable {
	decode(): Promise<void>;
}

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Opens a workflow in the editor of n8n and resolves when all of its nodes are drawn, with their icons. */
export async function openWorkflow(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await page.locator('[data-test-id="canvas"][class*="_ready_"]').waitFor();
	const nodes = page.locator('[data-test-id="canvas-node"]');
	await nodes.first().waitFor();
	// `decode` rejects for an icon that cannot be shown.
	await nodes
		.locator('img')
		.evaluateAll(
			async (icons: Decodable[]) => await Promise.all(icons.map((icon) => icon.decode())),
		);
}

/** The node of this name on the canvas of the workflow that is open. */
export function nodeNamed(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

/** What stands on a node and around it: the names of its outputs, its own name and its subtitle, one after the other. */
export async function linesOf(node: Locator): Promise<string[]> {
	return (await node.innerText())
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && line !== 'Execute workflow');
}

/** Opens the panel of a node and resolves with it when all of its fields are there, with their lists. */
export async function openPanel(page: Page, name: string): Promise<Locator> {
	await nodeNamed(page, name).dblclick();
	const panel = page.locator('[data-test-id="ndv"]');
	await panel.locator('[data-test-id="node-parameters"]').waitFor();
	// Without the pointer on a field, which would show its menu.
	await page.mouse.move(0, 0);
	await page.waitForFunction(NOTHING_LOADS);
	return panel;
}

/** Closes the panel that is open. */
export async function closePanel(page: Page): Promise<void> {
	await page.locator('[data-test-id="ndv-close-button"]').click();
	await page.locator('[data-test-id="ndv"]').waitFor({ state: 'hidden' });
}

/** Saves a picture of the workflow that is open: its notes and what stands on them, and nothing of the editor around. */
export async function takeCanvas(page: Page, path: string): Promise<void> {
	const clip = around(await boxesOf(page.locator('[data-test-id="sticky"]')), MARGIN_PX);
	await page.screenshot({ path, clip, style: OVERLAYS, animations: 'disabled' });
}

/** Saves a picture of the fields in the panel that is open, from their tab to the last of them. */
export async function takePanel(page: Page, path: string): Promise<void> {
	const column = page.locator('[data-test-id="ndv"] [data-test-id="node-parameters"]');
	const tab = page.locator('[data-test-id="ndv"] [data-test-id="tab-params"]');
	const [frame] = await boxesOf(column);
	const shown = [
		...(await boxesOf(tab)),
		...(await boxesOf(column.locator('[data-test-id="parameter-item"]'))),
	].filter(({ height }) => height > 0);
	const { y, height } = around(shown, MARGIN_PX);
	if (frame === undefined) throw new Error('No panel is open');
	await page.screenshot({
		path,
		clip: { x: frame.x, y, width: frame.width, height },
		animations: 'disabled',
	});
}

async function boxesOf(elements: Locator): Promise<Box[]> {
	return await elements.evaluateAll((all) =>
		all.map((element) => {
			const { x, y, width, height } = element.getBoundingClientRect();
			return { x, y, width, height };
		}),
	);
}

function around(boxes: readonly Box[], margin: number): Box {
	const left = Math.min(...boxes.map(({ x }) => x)) - margin;
	const top = Math.min(...boxes.map(({ y }) => y)) - margin;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + margin;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + margin;
	return { x: left, y: top, width: right - left, height: bottom - top };
}
