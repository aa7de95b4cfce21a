import { Cleanup } from '../../host/cleanup';

describe('cleaning up', () => {
	it('stops the last started first, each once', async () => {
		const stopped: string[] = [];
		const cleanup = new Cleanup();
		for (const name of ['mail', 'n8n']) {
			cleanup.add(async () => {
				stopped.push(name);
			});
		}
		await cleanup.run();
		await cleanup.run();

		expect(stopped).toEqual(['n8n', 'mail']);
	});

	it('stops the others too when one cannot be stopped, and says so at the end', async () => {
		let mailStopped = false;
		const cleanup = new Cleanup();
		cleanup.add(async () => {
			mailStopped = true;
		});
		cleanup.add(() => Promise.reject(new Error('n8n does not stop')));

		await expect(cleanup.run()).rejects.toThrow('n8n does not stop');
		expect(mailStopped).toBe(true);
	});
});
