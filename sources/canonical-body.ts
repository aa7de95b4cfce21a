import { touchpointOfCanonicalEvent } from './canonical-event';
import { parseExactJson } from './exact-json';
import { isFields, type Fields } from './payload-fields';
import type { Source } from './source';

/**
 * Gives how a source reads a body that is one event in our own words (see `canonical-event.ts`) or a list of them.
 * `source` names it where people named no system, and `usual` has the fields that an event may leave out.
 */
export function canonicalBody(source: string, usual: Fields = {}): Pick<Source, 'split' | 'map'> {
	return {
		split: (request) => {
			const body = parseExactJson(request.body);
			return Array.isArray(body) ? body : [body];
		},
		map: (event, request, settings, index) => [
			touchpointOfCanonicalEvent(
				isFields(event) ? completed(event, usual) : event,
				settings.sender ?? source,
				request,
				settings,
				index,
			),
		],
	};
}

/** A field that is null is one that is not there, as everywhere in our own words. */
function completed(event: Fields, usual: Fields): Fields {
	const missing = Object.entries(usual).filter(([name]) => (event[name] ?? null) === null);
	return { ...event, ...Object.fromEntries(missing) };
}
