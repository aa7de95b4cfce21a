import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
	readonly method: string;
	/** Path and query. */
	readonly url: URL;
	readonly cookie: string | undefined;
	readonly body: unknown;
}

export interface Answered {
	readonly status?: number;
	readonly cookie?: string;
	readonly body: unknown;
}

const running: Server[] = [];

/** Stops every stand-in; for `afterEach`, so that a test that fails leaves none behind. */
export async function stopStandIns(): Promise<void> {
	for (const server of running.splice(0)) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
}

/** A server that answers in n8n's place, request by request, and remembers what it was asked. */
export async function startStandIn(answer: (asked: Asked) => Answered) {
	const asked: Asked[] = [];
	const server = createServer((request, response) => {
		void readRequest(request).then((read) => {
			asked.push(read);
			const { status = 200, cookie, body } = answer(read);
			response.writeHead(status, {
				'content-type': 'application/json',
				...(cookie === undefined ? {} : { 'set-cookie': cookie }),
			});
			response.end(JSON.stringify(body));
		});
	});
	running.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
	};
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
	const body = await text(request);
	return {
		method: request.method ?? '',
		url: new URL(request.url ?? '', 'http://stand-in'),
		cookie: request.headers.cookie,
		body: body === '' ? undefined : JSON.parse(body),
	};
}
