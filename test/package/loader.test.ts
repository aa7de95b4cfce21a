import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';

const ROOT = join(__dirname, '..', '..');

/** What n8n shows of a node before anyone opens it. */
interface Shown {
	readonly displayName: string;
	readonly iconUrl?: unknown;
	readonly codex?: { readonly categories?: readonly string[]; readonly alias?: readonly string[] };
}

async function load(): Promise<PackageDirectoryLoader> {
	const loader = new PackageDirectoryLoader(ROOT);
	await loader.loadAll();
	return loader;
}

test('n8n loads every node and credential of the built package', async () => {
	const loader = await load();
	expect(Object.keys(loader.nodeTypes).sort()).toEqual([
		'gapAnalysis',
		'journeyMomentTrigger',
		'journeyStage',
		'personalizedOffer',
		'touchpointTrigger',
		'waitForTouchpoint',
	]);
	expect(Object.keys(loader.credentialTypes).sort()).toEqual([
		'journeyStoreApi',
		'touchpointSourceApi',
	]);
});

test('every node has its icons for light and dark and its codex where n8n looks for them', async () => {
	const { nodeTypes } = await load();
	for (const { type } of Object.values(nodeTypes)) {
		const { displayName, iconUrl, codex } = type.description as Shown;
		const icons = Object.entries(iconUrl as Record<string, string>);
		expect([displayName, icons.map(([theme]) => theme)]).toEqual([displayName, ['light', 'dark']]);
		for (const [, url] of icons) {
			expect(existsSync(join(ROOT, url.replace('icons/n8n-nodes-customer-journey/', '')))).toBe(
				true,
			);
		}
		expect(codex?.categories?.length).toBeGreaterThan(0);
		expect(codex?.alias?.length).toBeGreaterThan(0);
	}
});

test('a trigger keeps out of the way of the expression engine', async () => {
	const { nodeTypes } = await load();
	const description = nodeTypes.touchpointTrigger?.type.description;
	expect(description && 'version' in description && description.version).toBe(2);
});
