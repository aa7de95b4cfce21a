import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from './run-module';

const PROCESSES = 4;
const ROUNDS = 10;

let folder: string;
let lock: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'install-lock-'));
	lock = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Takes the lock in another process, some times, and each time adds one to the number in a file in two steps. */
function countUnderLock(rounds: number): Promise<string> {
	return runModule(`
		import { readFileSync, writeFileSync } from 'node:fs';
		import { setImmediate } from 'node:timers/promises';
		import { withInstallLock } from './scripts/install-lock.mjs';
		const file = ${JSON.stringify(join(folder, 'count'))};
		for (let round = 0; round < ${rounds}; round++) {
			await withInstallLock(${JSON.stringify(lock)}, async () => {
				const count = Number(readFileSync(file, 'utf8'));
				for (let turn = 0; turn < 20; turn++) await setImmediate();
				writeFileSync(file, String(count + 1));
			});
		}
	`);
}

function leaveLock(owner: object): void {
	mkdirSync(lock);
	writeFileSync(join(lock, 'owner.json'), JSON.stringify(owner));
}

/** A process id that was in use and is not any more. */
async function deadProcess(): Promise<number> {
	return Number(await runModule('console.log(process.pid)'));
}

describe('the install lock', () => {
	it('lets one process at a time work, and is gone afterwards', async () => {
		writeFileSync(join(folder, 'count'), '0');
		await Promise.all(Array.from({ length: PROCESSES }, () => countUnderLock(ROUNDS)));

		expect(readFileSync(join(folder, 'count'), 'utf8')).toBe(String(PROCESSES * ROUNDS));
		expect(existsSync(lock)).toBe(false);
	});

	it('is taken over by exactly one process when the process that made it has died', async () => {
		writeFileSync(join(folder, 'count'), '0');
		leaveLock({ pid: await deadProcess(), host: hostname() });
		await Promise.all(Array.from({ length: PROCESSES }, () => countUnderLock(1)));

		expect(readFileSync(join(folder, 'count'), 'utf8')).toBe(String(PROCESSES));
	});

	it('is taken over when a holder on another machine has been silent for more than a minute', async () => {
		writeFileSync(join(folder, 'count'), '0');
		leaveLock({ pid: process.pid, host: 'another-machine' });
		const twoMinutesAgo = new Date(Date.now() - 120_000);
		utimesSync(lock, twoMinutesAgo, twoMinutesAgo);
		await countUnderLock(1);

		expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('1');
	});

	it('waits for a living holder, and says once for which process', async () => {
		leaveLock({ pid: process.pid, host: hostname() });
		const output = await runModule(`
			import { rmSync } from 'node:fs';
			import { withInstallLock } from './scripts/install-lock.mjs';
			const lock = ${JSON.stringify(lock)};
			const onWait = (pid) => { console.log('waiting for', pid); rmSync(lock, { recursive: true }); };
			await withInstallLock(lock, async () => console.log('got it'), { onWait });
		`);

		expect(output).toBe(`waiting for ${process.pid}\ngot it\n`);
	});

	it('is released when the work fails, and the failure is passed on', async () => {
		const output = await runModule(`
			import { withInstallLock } from './scripts/install-lock.mjs';
			const work = async () => { throw new Error('disk full'); };
			await withInstallLock(${JSON.stringify(lock)}, work).catch((error) => console.log(error.message));
		`);

		expect(output).toBe('disk full\n');
		expect(existsSync(lock)).toBe(false);
	});
});
