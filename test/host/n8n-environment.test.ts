import { n8nEnvironment } from '../../host/n8n-environment';

const SETTINGS = { userFolder: '/run', port: 5678, taskBrokerPort: 40_000 };

describe("n8n's environment", () => {
	it('keeps out what a person has set for an n8n of their own', () => {
		const environment = n8nEnvironment(SETTINGS, {
			PATH: '/usr/bin',
			HOME: '/home/ada',
			N8N_ENCRYPTION_KEY: 'theirs',
			DB_TYPE: 'postgresdb',
			NODE_OPTIONS: '--inspect',
		});
		expect(environment).toMatchObject({ PATH: '/usr/bin', HOME: '/home/ada' });
		expect(Object.keys(environment)).not.toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^(N8N_ENCRYPTION_KEY|DB_TYPE|NODE_OPTIONS)$/),
			]),
		);
	});

	it('listens on the loopback address alone, in the folder and on the ports it is given', () => {
		expect(n8nEnvironment(SETTINGS, {})).toMatchObject({
			N8N_USER_FOLDER: '/run',
			N8N_PORT: '5678',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: '40000',
		});
	});

	it('takes further variables, which win where they say something else', () => {
		const variables = { EXECUTIONS_MODE: 'queue', N8N_LISTEN_ADDRESS: '::1' };
		expect(n8nEnvironment({ ...SETTINGS, variables }, {})).toMatchObject(variables);
	});

	it('has lazy expressions unless told otherwise', () => {
		const lazy = (environment: Record<string, string>) => [
			environment['N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE'],
			environment['N8N_EXPRESSION_ENGINE_COMPILE_CACHE'],
		];
		expect(lazy(n8nEnvironment(SETTINGS, {}))).toEqual(['true', 'true']);
		expect(lazy(n8nEnvironment({ ...SETTINGS, lazyExpressions: false }, {}))).toEqual([
			'false',
			'false',
		]);
	});
});
