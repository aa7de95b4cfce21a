import { trackingApiSource } from './tracking-api';

/**
 * Segment's own libraries for servers, browsers and apps, and others that speak its HTTP Tracking API
 * (segment.com/docs/connections/sources/catalog/libraries/server/http-api): what is read and by which id is said in
 * `tracking-api.ts`. The write key comes by HTTP Basic with an empty password, or in the body.
 */
export const segment = trackingApiSource({
	name: 'segment',
	displayName: 'Segment (HTTP Tracking API)',
	howTo:
		"Give your Segment library the beginning of this trigger's address, up to the first single slash, as its host, and the rest with /v1/batch behind it as its path. The secret is the write key that the library uses.",
	places: { basic: true },
});
