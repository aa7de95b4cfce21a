import { createServer, type AddressInfo, type Server } from 'node:net';
import { findFreePort, requireFreePort } from '../../host/port';

let server: Server;
let taken: number;

beforeEach(async () => {
	server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	taken = (server.address() as AddressInfo).port;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

describe('a port', () => {
	it('that somebody listens on is refused, with another one to try', async () => {
		await expect(requireFreePort(taken)).rejects.toMatchObject({
			message: `Port ${taken} on 127.0.0.1 is already in use.`,
			next: expect.stringMatching(/choose another port, such as --port \d+$/) as string,
		});
	});

	it('that is free is accepted, and is free afterwards', async () => {
		const port = await findFreePort();
		await requireFreePort(port);
		await requireFreePort(port);
		expect(port).not.toBe(taken);
	});
});
