import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { LOCAL_ADDRESS } from '../../host/port';

/**
 * Somebody outside of n8n to whom workflows report what they do: what has been reported has happened, whatever n8n
 * forgets of it afterwards. It can let them wait for its answer, so that a test knows that they are in mid-work.
 */
export interface Witness<Report> {
	/** Where to post a report, as JSON. */
	readonly address: string;
	/** Everything that was reported so far, in order. */
	readonly reports: readonly Report[];
	/** From now on nobody gets an answer. */
	hold(): void;
	/** Answers everybody who waits, and everybody from now on at once. */
	release(): void;
	stop(): Promise<void>;
}

/** Starts a witness on a free port of this machine. */
export async function startWitness<Report>(): Promise<Witness<Report>> {
	const reports: Report[] = [];
	const waiting = new Set<ServerResponse>();
	let isHeld = false;
	const answer = (response: ServerResponse): void => {
		response.setHeader('content-type', 'application/json').end('{}');
	};
	const server = createServer((request, response) => {
		void json(request).then((report) => {
			reports.push(report as Report);
			if (isHeld) waiting.add(response);
			else answer(response);
		});
	});
	await new Promise<void>((done) => server.listen(0, LOCAL_ADDRESS, done));
	const { port } = server.address() as AddressInfo;
	return {
		address: `http://${LOCAL_ADDRESS}:${port}`,
		reports,
		hold: () => {
			isHeld = true;
		},
		release: () => {
			isHeld = false;
			waiting.forEach(answer);
			waiting.clear();
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}
