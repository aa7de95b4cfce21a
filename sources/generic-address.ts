import { canonicalBody } from './canonical-body';
import type { Source } from './source';

/** 20 letters and digits have more than 100 bits where they are random, as those of n8n's own addresses are. */
const MIN_LENGTH = 20;

/**
 * Any system that can neither sign nor carry a secret: it is known only by knowing the address, so the address has to be
 * one that nobody can guess, and everyone who learns it can send. Other addresses are refused. The body is one event in
 * our own words (see `canonical-event.ts`) or a list of them.
 */
export const genericAddress: Source = {
	name: 'generic_address',
	displayName: 'Any JSON (secret address)',
	group: 'generic',
	proof: 'address',
	howTo:
		'Leave Path empty, so that the address of this trigger is one that nobody can guess, and paste it into the sender. Keep the address secret: whoever knows it can send. Prefer a source with a secret wherever the sender can carry one.',
	verify: (request) =>
		isHardToGuess(request.url)
			? null
			: {
					status: 401,
					code: 'no_secret',
					reason: `the address is easy to guess: leave Path empty in the node, or enter one of at least ${MIN_LENGTH} random letters and digits`,
				},
	...canonicalBody('generic_address'),
};

/** Says whether a part of the path is as long and as mixed as a random one; the query is not looked at. */
function isHardToGuess(url: string): boolean {
	return (url.split(/[?#]/)[0] ?? '')
		.split('/')
		.slice(3)
		.some(
			(part) =>
				/^[\w-]+$/.test(part) &&
				/\d/.test(part) &&
				/[a-z]/i.test(part) &&
				part.replace(/[_-]/g, '').length >= MIN_LENGTH,
		);
}
