import { runModule } from './run-module';

describe('the environment of programs', () => {
	it('has the chosen node first in PATH and nothing of the npm run that started us', async () => {
		const output = await runModule(`
			import { cleanEnvironment } from './scripts/npm.mjs';
			console.log(JSON.stringify(cleanEnvironment('/node24/bin', {
				PATH: '/usr/bin',
				npm_package_name: 'ours',
				npm_lifecycle_event: 'start',
				INIT_CWD: '/somewhere',
				npm_config_registry: 'https://registry.example/',
			})));
		`);
		expect(JSON.parse(output)).toEqual({
			PATH: '/node24/bin:/usr/bin',
			npm_config_registry: 'https://registry.example/',
		});
	});
});

describe('finding npm', () => {
	it('does not take another package manager that started us for npm', async () => {
		const output = await runModule(`
			import { findNpm } from './scripts/npm.mjs';
			console.log(findNpm({ ...process.env, npm_execpath: process.execPath }));
		`);
		expect(output.trim()).toMatch(/npm-cli\.js$/);
	});
});
