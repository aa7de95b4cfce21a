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

async function differences(): Promise<string[]> {
	const output = await runModule(`
		import { differencesFromLock } from './scripts/lock-file.mjs';
		console.log(JSON.stringify(differencesFromLock(${JSON.stringify(root)})));
	`);
	return JSON.parse(output) as string[];
}

function install(packages: object): void {
	writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

describe('what is installed', () => {
	it('is what the lock file says when npm has recorded each, except those for other platforms', async () => {
		install({ 'node_modules/a': A });
		expect(await differences()).toEqual([]);
	});

	it('is nothing when npm has recorded nothing, as after an install that was broken off', async () => {
		expect(await differences()).toEqual(['node_modules/a', 'node_modules/for-macos']);
	});

	it.each([
		['one is missing', {}],
		['one has another version', { 'node_modules/a': { ...A, version: '1.0.1' } }],
		['one has another content', { 'node_modules/a': { ...A, integrity: 'sha512-b' } }],
	])('differs when %s', async (_name, packages) => {
		install(packages);
		expect(await differences()).toEqual(['node_modules/a']);
	});
});

describe('what an install places', () => {
	it('leaves out what is for other machines', async () => {
		const onlyOn = (os: string) => ({ os: [os], optional: true });
		const packages = {
			'': {},
			'node_modules/everywhere': {},
			'node_modules/here': onlyOn(process.platform),
			'node_modules/elsewhere': onlyOn('another-system'),
			'node_modules/not-elsewhere': onlyOn('!another-system'),
			'node_modules/not-here': onlyOn(`!${process.platform}`),
		};
		writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
		const output = await runModule(`
			import { lockedPlacesForThisMachine } from './scripts/lock-file.mjs';
			console.log(JSON.stringify(lockedPlacesForThisMachine(${JSON.stringify(root)})));
		`);

		expect(JSON.parse(output)).toEqual([
			'node_modules/everywhere',
			'node_modules/here',
			'node_modules/not-elsewhere',
		]);
	});
});
