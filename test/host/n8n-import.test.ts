import { importIntoN8n } from '../../host/n8n-import';

const installation = { node: 'none', n8n: 'none', n8nFolder: 'none', npm: 'none' };
const settings = { userFolder: '/none', port: 1, taskBrokerPort: 2 };
const workflow = (id: string, name: string) => ({ id, name, nodes: [] });

describe('importing into n8n', () => {
	it('refuses two workflows of the same id, of which n8n would keep one', async () => {
		const workflows = [workflow('a', 'Redeem'), workflow('a', 'Report')];
		const imported = importIntoN8n(installation, settings, { credentials: [], workflows }, 'log');

		await expect(imported).rejects.toThrow(
			'The workflows "Redeem" and "Report" have the same id a.',
		);
	});

	it('refuses a workflow without an id, which could not be published', async () => {
		const workflows = [workflow('', 'Redeem')];
		const imported = importIntoN8n(installation, settings, { credentials: [], workflows }, 'log');

		await expect(imported).rejects.toThrow('The workflow "Redeem" has no id.');
	});
});
