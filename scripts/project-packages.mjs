import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectName, withCacheLock } from './cache.mjs';
import { differencesFromLock } from './lock-file.mjs';
import { installFromLock } from './npm.mjs';

/**
 * Makes sure that the project's node_modules holds what package-lock.json says. What a plain `npm install` has put there
 * is as good as what we put there.
 */
export async function ensureProjectPackages({ root, node, npm, progress }) {
	if (differencesFromLock(root).length === 0) return;
	await withCacheLock(`packages-${projectName(root)}`, progress, async () => {
		if (differencesFromLock(root).length === 0) return;
		await progress.step("Installing the project's packages", async (report) => {
			// What is counted as placed must not be what was there before.
			await rm(join(root, 'node_modules'), { recursive: true, force: true });
			await installFromLock(root, {
				node,
				npm,
				report,
				what: "The project's packages could not be installed from the npm registry.",
				next: 'check that the registry can be reached (npm ping), then run this again',
			});
		});
	});
}
