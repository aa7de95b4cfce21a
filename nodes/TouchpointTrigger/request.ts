import type { IncomingMessage } from 'node:http';
import type { Refusal, SourceRequest } from '../../sources/source';

/** What n8n's web server adds to a request of Node. */
export type WebhookRequest = IncomingMessage & { readonly originalUrl?: string };

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
 * null, or why that cannot be done.
 */
export async function readBody(request: WebhookRequest): Promise<Refusal | null> {
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

function calledUrl(request: WebhookRequest): string {
	return request.originalUrl ?? request.url ?? '';
}
