import { parseExactJson } from './exact-json';
import type { SourceRequest } from './source';

const read = new WeakMap<SourceRequest, unknown>();

/**
 * Gives the body of a request as `parseExactJson` reads it, and reads it once: for senders whose proof stands in the body,
 * which is looked at before it is split. What it gives is shared and not to be changed. Throws `BrokenBody` as
 * `parseExactJson` does, each time anew.
 */
export function jsonBody(request: SourceRequest): unknown {
	if (!read.has(request)) read.set(request, parseExactJson(request.body));
	return read.get(request);
}
