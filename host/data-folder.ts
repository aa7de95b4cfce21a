import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure';

/** Says that a run folder is ours to remove, and which process plays in it. */
const MARK = 'customer-journey-run.json';

export interface RunFolder {
	/** n8n's user folder of this run, empty at first. */
	readonly userFolder: string;
	/** Where the nodes keep the journeys unless a credential says otherwise. */
	readonly storePath: string;
	/** Where the gap report goes. */
	readonly reportPath: string;
	readonly logFile: string;
	/** Lets the next run have the folder; its content stays for a look at it. */
	release(): Promise<void>;
}

/**
 * Prepares a data folder for one more day. Each day is played on an empty n8n and an empty store, so that its counts
 * can be checked: what the last run left in `run/` is removed, and its report kept as `gap-report.previous.html`.
 * Throws a Failure when another process plays there, or when `run/` has not been made by us.
 */
export async function prepareRunFolder(dataFolder: string): Promise<RunFolder> {
	const userFolder = join(dataFolder, 'run');
	const mark = join(userFolder, MARK);
	await requireOurs(userFolder, mark);
	await rm(userFolder, { recursive: true, force: true });
	await mkdir(userFolder, { recursive: true });
	await writeFile(mark, JSON.stringify({ pid: process.pid }));

	const reportPath = join(dataFolder, 'gap-report.html');
	if (existsSync(reportPath)) {
		await rename(reportPath, join(dataFolder, 'gap-report.previous.html'));
	}
	return {
		userFolder,
		storePath: join(userFolder, '.n8n', 'customer-journey.sqlite'),
		reportPath,
		logFile: join(userFolder, 'n8n.log'),
		release: () => writeFile(mark, JSON.stringify({ pid: null })),
	};
}

async function requireOurs(userFolder: string, mark: string): Promise<void> {
	const entries = await readdir(userFolder).catch(() => []);
	if (entries.length === 0) return;
	if (!existsSync(mark)) {
		throw new Failure(
			`${userFolder} holds files that this program has not made, and would be emptied.`,
			'choose another folder with --data-dir',
		);
	}
	const { pid } = JSON.parse(await readFile(mark, 'utf8')) as { pid: number | null };
	if (pid !== null && pid !== process.pid && isAlive(pid)) {
		throw new Failure(
			`Process ${pid} is playing a day in ${userFolder}.`,
			'stop it first, or choose another folder with --data-dir and another port with --port',
		);
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== 'ESRCH';
	}
}
