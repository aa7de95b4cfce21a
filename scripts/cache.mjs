import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { withInstallLock } from './install-lock.mjs';

const NAME = 'n8n-nodes-customer-journey';

/**
 * The folder in which Node 24 and n8n are kept between runs and between clones: CUSTOMER_JOURNEY_CACHE where that is
 * set, else the operating system's place for such things.
 */
export function cacheFolder(env = process.env, platform = process.platform) {
	if (env.CUSTOMER_JOURNEY_CACHE) return env.CUSTOMER_JOURNEY_CACHE;
	if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', NAME);
	if (platform === 'win32') {
		return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), NAME, 'Cache');
	}
	return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), NAME);
}

/** A short name for one clone of the project, for locks that concern only that clone. @param {string} root */
export function projectName(root) {
	return createHash('sha256').update(root).digest('hex').slice(0, 8);
}

/** Holds one named lock while `work` runs, and says so when another process holds it. */
export function withCacheLock(name, progress, work) {
	return withInstallLock(join(cacheFolder(), 'locks', name), work, {
		onWait: (pid) =>
			progress.note(`Waiting for process ${pid ?? '(unknown)'}, which is busy with ${name} ...`),
	});
}

/**
 * Makes sure that `target`, a folder in the cache, is installed, once, however many processes ask for it.
 * It is installed beside its place and moved there when complete, so a half-made one is never taken for it.
 * @param {string} target
 * @param {{ isComplete: () => boolean, install: (folder: string) => Promise<void>, progress: object }} how
 */
export async function installOnce(target, { isComplete, install, progress }) {
	if (isComplete()) return;
	const name = basename(target);
	await withCacheLock(name, progress, async () => {
		if (isComplete()) return;
		await removeLeftovers(dirname(target), name);
		const folder = join(dirname(target), `${unfinished(name)}${process.pid}`);
		await mkdir(folder, { recursive: true });
		try {
			await install(folder);
			await rm(target, { recursive: true, force: true });
			await rename(folder, target);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	});
}

/** Half-made folders of processes that were killed; nobody else is at work, since we hold the lock. */
async function removeLeftovers(parent, name) {
	const entries = await readdir(parent).catch(() => []);
	const left = entries.filter((entry) => entry.startsWith(unfinished(name)));
	await Promise.all(left.map((entry) => rm(join(parent, entry), { recursive: true, force: true })));
}

function unfinished(name) {
	return `.unfinished-${name}-`;
}
