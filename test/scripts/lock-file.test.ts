import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from './run-module';

const WANTED = {
	'': { name: 'project' },
	'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
	'node_modules/for-macos': { version: '2.0.0', integrity: 'sha512-m', optional: true },
};
const A = WANTED['node_modules/a'];

let root: string;

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'project-'));
	mkdirSync(join(root, 'node_modules'));
	writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: WANTED }));
});

afterEach(() => rmSync(root, { recursive: true }));

async function isUpToDate(): Promise<boolean> {
	const output = await runModule(`
		import { isUpToDate } from './scripts/project-packages.mjs';
		console.log(isUpToDate(${JSON.stringify(root)}));
	`);
	return output.trim() === 'true';
}

function install(packages: object): void {
	writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

describe("the project's packages", () => {
	it('are up to date when npm has recorded each, except those for other platforms', async () => {
		install({ 'node_modules/a': A });
		expect(await isUpToDate()).toBe(true);
	});

	it('are not when npm has recorded nothing, as after an install that was broken off', async () => {
		expect(await isUpToDate()).toBe(false);
	});

	it.each([
		['one is missing', {}],
		['one has another version', { 'node_modules/a': { ...A, version: '1.0.1' } }],
		['one has another content', { 'node_modules/a': { ...A, integrity: 'sha512-b' } }],
	])('are not when %s', async (_name, packages) => {
		install(packages);
		expect(await isUpToDate()).toBe(false);
	});
});
