import { createServer, type AddressInfo } from 'node:net';
import { Failure } from './failure';

/** Everything here listens on this address only: the host is for one person on one machine. */
export const LOCAL_ADDRESS = '127.0.0.1';

/** Gives a port that nobody listens on at the moment. */
export async function findFreePort(): Promise<number> {
	const found = await tryPort(0);
	if (typeof found === 'number') return found;
	throw found;
}

/**
 * Throws a Failure when somebody listens on the port already or we may not. Asked before anything slow is begun: n8n
 * would say it after half a minute, and the day would be played into another person's n8n.
 */
export async function requireFreePort(port: number): Promise<void> {
	const found = await tryPort(port);
	if (typeof found === 'number') return;
	const why = found.code === 'EADDRINUSE' ? 'is already in use' : `cannot be used (${found.code})`;
	const other = port < 65_000 ? Math.max(port + 2, 1_024) : 5_678;
	throw new Failure(
		`Port ${port} on ${LOCAL_ADDRESS} ${why}.`,
		`stop the program that listens there, or choose another port, such as --port ${other}`,
	);
}

function tryPort(port: number): Promise<number | NodeJS.ErrnoException> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', (error: NodeJS.ErrnoException) => resolve(error));
		server.listen(port, LOCAL_ADDRESS, () => {
			const given = (server.address() as AddressInfo).port;
			server.close(() => resolve(given));
		});
	});
}
