import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 5_000;
/** Twelve missed heartbeats: long enough for a machine that is busy compiling. */
const SILENT_MS = 60_000;
const POLL_MS = 250;

/**
 * Runs `work` while this process alone holds the lock at `path`, a directory that says who made it, and gives what
 * `work` gives. A lock whose process has died, or whose holder has been silent for a minute (another machine or
 * container may share the disk), is taken over. `onWait` is called once, with the holder's process id if known.
 * @template T
 * @param {string} path @param {() => Promise<T>} work
 * @param {{ onWait?: (pid: number | undefined) => void }} [options]
 * @returns {Promise<T>}
 */
export async function withInstallLock(path, work, { onWait = () => {} } = {}) {
	await mkdir(dirname(path), { recursive: true });
	let waited = false;
	while (!(await tryLock(path))) {
		if (await isAbandoned(path)) {
			await breakLock(path);
			continue;
		}
		if (!waited) onWait((await readOwner(path))?.pid);
		waited = true;
		await sleep(POLL_MS);
	}
	const heartbeat = setInterval(() => {
		const now = new Date();
		utimes(path, now, now).catch(() => {});
	}, HEARTBEAT_MS);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		await rm(path, { recursive: true, force: true });
	}
}

async function tryLock(path) {
	try {
		await mkdir(path);
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
	await writeFile(ownerFile(path), JSON.stringify({ pid: process.pid, host: hostname() }));
	return true;
}

async function isAbandoned(path) {
	const [owner, silentMs] = await Promise.all([readOwner(path), silence(path)]);
	if (silentMs > SILENT_MS) return true;
	return owner !== null && owner.host === hostname() && !isAlive(owner.pid);
}

/**
 * Removes an abandoned lock. Of several processes that find it abandoned only the one that makes the second directory
 * removes it, after looking again: otherwise the slower one could remove the lock that the faster one has just made.
 */
async function breakLock(path) {
	const breaking = `${path}.breaking`;
	try {
		await mkdir(breaking);
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
		if ((await silence(breaking)) > SILENT_MS) await rm(breaking, { recursive: true, force: true });
		await sleep(POLL_MS);
		return;
	}
	try {
		if (await isAbandoned(path)) await rm(path, { recursive: true, force: true });
	} finally {
		await rm(breaking, { recursive: true, force: true });
	}
}

/** Milliseconds since the holder last gave a sign; 0 when there is no lock any more. */
async function silence(path) {
	try {
		return Date.now() - (await stat(path)).mtimeMs;
	} catch {
		return 0;
	}
}

/** Null while the owner is not written yet, or when the lock is gone. */
async function readOwner(path) {
	try {
		return JSON.parse(await readFile(ownerFile(path), 'utf8'));
	} catch {
		return null;
	}
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code !== 'ESRCH';
	}
}

function ownerFile(path) {
	return join(path, 'owner.json');
}
