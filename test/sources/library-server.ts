import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Answer, SourceRequest } from '../../sources/source';
import { requestOf } from './requests';

/** Where a sender's own library, which posts to a real address and nowhere else, is heard. */
export interface LibraryServer {
	readonly url: string;
	/** What has come so far, with the content encoding undone, as n8n does it. */
	readonly requests: readonly SourceRequest[];
	close(): Promise<void>;
}

/** Listens on this machine, and answers each request as `answer` says. */
export async function listenForLibrary(
	answer: (request: SourceRequest) => Answer,
	receivedAt?: number,
): Promise<LibraryServer> {
	const requests: SourceRequest[] = [];
	let url = '';
	const server = createServer((incoming, outgoing) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const sent = Buffer.concat(chunks);
			const isZipped = incoming.headers['content-encoding'] === 'gzip';
			const request = requestOf(
				isZipped ? gunzipSync(sent) : sent,
				incoming.headers as Record<string, string>,
				{
					method: incoming.method ?? '',
					url: `${url}${incoming.url}`,
					delivery: `delivery-${requests.length}`,
					...(receivedAt !== undefined && { receivedAt }),
				},
			);
			requests.push(request);
			const { status, headers, body } = answer(request);
			outgoing.writeHead(status, headers).end(body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url,
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
