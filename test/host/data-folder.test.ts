import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareRunFolder } from '../../host/data-folder';

let dataFolder: string;

beforeEach(() => {
	dataFolder = mkdtempSync(join(tmpdir(), 'data-'));
});

afterEach(() => rmSync(dataFolder, { recursive: true }));

const mark = () => join(dataFolder, 'run', 'customer-journey-run.json');

describe('the data folder', () => {
	it('gives each day an empty run folder and keeps the report of the day before', async () => {
		const first = await prepareRunFolder(dataFolder);
		writeFileSync(join(first.userFolder, 'database'), 'of the first day');
		writeFileSync(first.reportPath, 'first report');
		await first.release();
		const second = await prepareRunFolder(dataFolder);

		expect(second).toMatchObject({ userFolder: first.userFolder, reportPath: first.reportPath });
		expect(existsSync(join(second.userFolder, 'database'))).toBe(false);
		expect(existsSync(second.reportPath)).toBe(false);
		expect(readFileSync(join(dataFolder, 'gap-report.previous.html'), 'utf8')).toBe('first report');
	});

	it('removes nothing that it has not made', async () => {
		mkdirSync(join(dataFolder, 'run'));
		writeFileSync(join(dataFolder, 'run', 'thesis.txt'), 'years of work');

		await expect(prepareRunFolder(dataFolder)).rejects.toMatchObject({
			message: expect.stringContaining('not made') as string,
			next: 'choose another folder with --data-dir',
		});
		expect(readFileSync(join(dataFolder, 'run', 'thesis.txt'), 'utf8')).toBe('years of work');
	});

	it('is refused while another living process plays there, and taken over from a dead one', async () => {
		await prepareRunFolder(dataFolder);
		writeFileSync(mark(), JSON.stringify({ pid: process.ppid }));
		await expect(prepareRunFolder(dataFolder)).rejects.toThrow(
			`Process ${process.ppid} is playing`,
		);

		// Beyond the largest process id that an operating system gives.
		writeFileSync(mark(), JSON.stringify({ pid: 2 ** 30 }));
		await expect(prepareRunFolder(dataFolder)).resolves.toBeDefined();
	});
});
