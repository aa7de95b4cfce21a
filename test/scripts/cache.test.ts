import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from './run-module';

let cache: string;

beforeEach(() => {
	cache = mkdtempSync(join(tmpdir(), 'cache-'));
});

afterEach(() => rmSync(cache, { recursive: true }));

/** Installs `thing` in another process: the body of `install` is given the folder to fill. */
function installThing(install: string): Promise<string> {
	return runModule(
		`
		import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
		import { join } from 'node:path';
		import { cacheFolder, installOnce } from './scripts/cache.mjs';
		const target = join(cacheFolder(), 'thing');
		await installOnce(target, {
			isComplete: () => existsSync(join(target, 'file')),
			progress: { note() {} },
			install: async (folder) => { ${install} },
		}).catch((error) => console.log(error.message));
		`,
		{ ...process.env, CUSTOMER_JOURNEY_CACHE: cache },
	);
}

describe('installing once', () => {
	it('installs once when several processes ask for the same thing', async () => {
		const log = JSON.stringify(join(cache, 'log'));
		const install = `appendFileSync(${log}, 'installed\\n'); writeFileSync(join(folder, 'file'), 'whole');`;
		await Promise.all([installThing(install), installThing(install), installThing(install)]);

		expect(readFileSync(join(cache, 'log'), 'utf8')).toBe('installed\n');
		expect(readFileSync(join(cache, 'thing', 'file'), 'utf8')).toBe('whole');
	});

	it('leaves nothing behind when the install fails half-way', async () => {
		const output = await installThing(
			"writeFileSync(join(folder, 'file'), 'half'); throw new Error('registry is gone');",
		);

		expect(output).toBe('registry is gone\n');
		expect(readdirSync(cache)).toEqual(['locks']);
	});

	it('removes what a killed install has left, and replaces an incomplete folder', async () => {
		mkdirSync(join(cache, '.unfinished-thing-1'));
		mkdirSync(join(cache, 'thing', 'without-the-file'), { recursive: true });
		await installThing("writeFileSync(join(folder, 'file'), 'whole');");

		expect(existsSync(join(cache, '.unfinished-thing-1'))).toBe(false);
		expect(readdirSync(join(cache, 'thing'))).toEqual(['file']);
	});
});

describe('the cache folder', () => {
	it.each([
		['what CUSTOMER_JOURNEY_CACHE says', "{ CUSTOMER_JOURNEY_CACHE: '/c' }, 'linux'", '/c'],
		[
			'XDG_CACHE_HOME on Linux',
			"{ XDG_CACHE_HOME: '/x' }, 'linux'",
			'/x/n8n-nodes-customer-journey',
		],
	])('is %s', async (_name, words, expected) => {
		const output = await runModule(`
			import { cacheFolder } from './scripts/cache.mjs';
			console.log(cacheFolder(${words}));
		`);
		expect(output.trim()).toBe(expected);
	});
});
