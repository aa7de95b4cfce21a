import type { IncomingMessage } from 'node:http';
import type { Refusal, SourceRequest } from '../../sources/source';
import type { CallerAddresses } from './allowed-addresses';

/** Names of compressions; n8n undoes the first two where the header has nothing else, and passes on all others as they are. */
const COMPRESSION = /^(?:x-)?gzip$|^deflate$|^br$|^zstd$|^(?:x-)?compress$/i;

/** What n8n's web server adds to a request of Node. */
export type WebhookRequest = IncomingMessage & CallerAddresses & { readonly originalUrl?: string };

/** Gives the path that was called, without its query. */
export function calledPath(request: WebhookRequest): string {
	return calledUrl(request).split('?')[0] ?? '';
}

/** Gives the request as sources see it. `address` is where the sender reaches the node, without query. */
export function sourceRequest(
	request: WebhookRequest,
	address: string,
	delivery: string,
	receivedAt: number,
): SourceRequest {
	const url = calledUrl(request);
	const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
	const headers = Object.entries(request.headers).map(
		([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value] as const,
	);
	return {
		method: request.method ?? '',
		url: address + search,
		headers: Object.fromEntries(headers),
		query: Object.fromEntries(new URLSearchParams(search)),
		body: request.rawBody ?? Buffer.alloc(0),
		receivedAt,
		delivery,
	};
}

/**
 * Has n8n read and decompress the body, which it does by itself only for content types that it can parse, and gives
 * null, or why that cannot be done. n8n counts the bytes as they come out of the decompression and stops at its own
 * limit, so a small body that inflates to a huge one never stands in memory.
 */
export async function readBody(request: WebhookRequest): Promise<Refusal | null> {
	const unknown = refuseUnknownCompression(request.headers['content-encoding']);
	if (unknown) return unknown;
	try {
		if (!request.rawBody) await request.readRawBody();
		return null;
	} catch (error) {
		const isTooLarge =
			error instanceof Error && 'type' in error && error.type === 'entity.too.large';
		return isTooLarge
			? {
					status: 413,
					code: 'body_too_large',
					reason:
						"the body is larger than n8n's own limit (N8N_PAYLOAD_SIZE_MAX): send smaller batches",
				}
			: {
					status: 400,
					code: 'broken_body',
					reason:
						'the body could not be read or decompressed: compare its length and content encoding',
				};
	}
}

/** Some senders write `utf-8` here, which is no compression and does no harm. */
function refuseUnknownCompression(contentEncoding = ''): Refusal | null {
	if (contentEncoding === 'gzip' || contentEncoding === 'deflate') return null;
	const isCompressed = contentEncoding.split(',').some((name) => COMPRESSION.test(name.trim()));
	if (!isCompressed) return null;
	return {
		status: 415,
		code: 'broken_body',
		reason: 'the body is compressed in a way that n8n does not undo: have the sender use gzip',
	};
}

function calledUrl(request: WebhookRequest): string {
	return request.originalUrl ?? request.url ?? '';
}
