import { findInstallation } from '../../host/installation';

describe('finding what is installed', () => {
	it('says how to begin when nothing has been installed by the task runner', () => {
		expect(() => findInstallation({})).toThrow('CUSTOMER_JOURNEY_N8N is not set.');
		expect(() => findInstallation({ CUSTOMER_JOURNEY_N8N: '/n8n' })).toThrow(
			'npm_execpath is not set.',
		);
	});

	it('says which file is gone', () => {
		const env = { CUSTOMER_JOURNEY_N8N: '/removed', npm_execpath: __filename };
		expect(() => findInstallation(env)).toThrow(
			'/removed/node_modules/n8n/bin/n8n does not exist.',
		);
	});
});
