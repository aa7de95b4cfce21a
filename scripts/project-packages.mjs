import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectName, withCacheLock } from './cache.mjs';
import { installFromLock } from './npm.mjs';

/** Makes sure that the project's node_modules holds what package-lock.json says. */
export async function ensureProjectPackages({ root, node, npm, progress }) {
	if (isUpToDate(root)) return;
	await withCacheLock(`packages-${projectName(root)}`, progress, async () => {
		if (isUpToDate(root)) return;
		await progress.step("Installing the project's packages", async (report) => {
			// npm ci would do it too, but what is counted as placed must not be what is about to go.
			await rm(join(root, 'node_modules'), { recursive: true, force: true });
			await installFromLock(root, {
				node,
				npm,
				report,
				what: "The project's packages could not be installed (npm ci).",
				next: 'check that the npm registry can be reached (npm ping), then run this again',
			});
		});
	});
}

/**
 * Compares package-lock.json with the record that npm itself leaves in node_modules when an install is complete; so
 * a plain `npm install` counts as well as ours. Only packages for other platforms may be missing.
 */
export function isUpToDate(root) {
	const wanted = readPackages(join(root, 'package-lock.json'));
	const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
	if (wanted === null || installed === null) return false;
	return Object.entries(wanted).every(([place, wantedPackage]) => {
		if (place === '') return true;
		const found = installed[place];
		if (found === undefined)
			return wantedPackage.optional === true || wantedPackage.devOptional === true;
		return found.version === wantedPackage.version && found.integrity === wantedPackage.integrity;
	});
}

function readPackages(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return null;
	}
}
