import { trackingApiSource } from './tracking-api';

/**
 * RudderStack's libraries (rudderstack.com/docs/api/http-api), which speak Segment's Tracking API and zip what they send
 * under the content type of a form, and its webhook destination (rudderstack.com/docs/destinations/webhooks), which
 * posts one message at a time with headers of one's own. What is read and by which id is said in `tracking-api.ts`.
 * The write key comes by HTTP Basic with an empty password; a destination may send it as a bearer token.
 */
export const rudderstack = trackingApiSource({
	name: 'rudderstack',
	displayName: 'RudderStack',
	howTo:
		"Give your RudderStack library this trigger's address as its data plane URL; the secret is the write key that the library uses. For a webhook destination, enter the address as its URL and add the header Authorization with the value Bearer and the secret.",
	places: { basic: true, bearer: true },
});
