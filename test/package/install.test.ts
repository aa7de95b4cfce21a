import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(__dirname, '..', '..');

/** npm as a script, so that the same Node runs it. */
function npm(): string {
	const script = process.env.npm_execpath;
	if (script === undefined) throw new Error('npm_execpath is not set: run this test by "npm test"');
	return script;
}

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'customer-journey-install-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Loads the installed package by n8n's loader in a process of its own, where nothing of this clone can help. */
const LOAD = `
	require('reflect-metadata');
	const { PackageDirectoryLoader } = require('n8n-core');
	const loader = new PackageDirectoryLoader(process.argv[1]);
	loader.loadAll().then(() => console.log(JSON.stringify({
		nodes: Object.keys(loader.nodeTypes).sort(),
		credentials: Object.keys(loader.credentialTypes).sort(),
	})));
`;

test('the tarball holds what n8n needs and nothing else', async () => {
	const { stdout } = await run(
		process.execPath,
		[npm(), 'pack', '--dry-run', '--json', '--ignore-scripts'],
		{
			cwd: ROOT,
		},
	);
	const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
	const paths = packed?.files.map(({ path }) => path) ?? [];
	expect(paths).toContain('dist/nodes/TouchpointTrigger/TouchpointTrigger.node.js');
	expect(paths).toContain('dist/nodes/TouchpointTrigger/touchpointTrigger.dark.svg');
	expect(paths).toContain('dist/credentials/journeyStore.svg');
	expect(paths).toContain('dist/commands/customer-journey.js');
	expect(
		paths.filter(
			(path) =>
				!/^(dist\/(nodes|credentials|commands|sources|journey|store|report)\/|package\.json$|README|LICENSE)/.test(
					path,
				),
		),
	).toEqual([]);
});

test('installed as n8n installs it, without dev, peer and optional packages, it loads', async () => {
	const { stdout } = await run(
		process.execPath,
		[npm(), 'pack', '--json', '--ignore-scripts', '--pack-destination', folder],
		{ cwd: ROOT },
	);
	const [packed] = JSON.parse(stdout) as { filename: string }[];
	const place = join(folder, 'package');
	await run('tar', ['-xzf', join(folder, String(packed?.filename)), '-C', folder]);
	const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as Record<
		string,
		unknown
	>;
	for (const field of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
		delete manifest[field];
	writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
	await run(
		process.execPath,
		[
			npm(),
			'install',
			'--ignore-scripts=true',
			'--install-strategy=shallow',
			'--bin-links=false',
			'--package-lock=false',
			'--no-audit',
			'--no-fund',
		],
		{ cwd: place, env: { ...process.env, NODE_ENV: 'production' } },
	);
	// n8n hands its own modules to community packages by NODE_PATH; these here are all that we count on.
	const modules = join(folder, 'n8n-modules');
	mkdirSync(modules);
	for (const name of ['n8n-core', 'n8n-workflow', 'reflect-metadata']) {
		symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
	}
	const loaded = await run(process.execPath, ['-e', LOAD, place], {
		cwd: folder,
		env: { ...process.env, NODE_PATH: modules },
	});
	expect(JSON.parse(loaded.stdout.trim().split('\n').at(-1) ?? '')).toEqual({
		nodes: [
			'gapAnalysis',
			'journeyMomentTrigger',
			'journeyStage',
			'personalizedOffer',
			'touchpointTrigger',
			'waitForTouchpoint',
		],
		credentials: ['journeyStoreApi', 'touchpointSourceApi'],
	});
}, 300_000);
