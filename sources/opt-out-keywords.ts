import { foldForMatching } from '../journey/fold-text';
import type { ConsentChange } from '../journey/touchpoint';

/**
 * Replies that carriers and Twilio take for a refusal, and after which Twilio sends nothing more to that number
 * (help.twilio.com, "Twilio support for opt-out keywords"); the last is the button under WhatsApp's marketing templates.
 */
const REFUSALS: ReadonlySet<string> = new Set([
	'stop',
	'stopall',
	'unsubscribe',
	'cancel',
	'end',
	'quit',
	'revoke',
	'optout',
	'stop promotions',
]);

/** YES, which Twilio also takes for one, is left out: it answers many other questions. */
const PERMISSIONS: ReadonlySet<string> = new Set(['start', 'unstop']);

/**
 * Gives what a reply says about permission, or null when it says nothing. `optOutType` is the sender's own reading,
 * which knows the words that an account has chosen in other languages; where it is given it decides.
 */
export function consentOfKeyword(
	optOutType: string | undefined,
	text: string | undefined,
): ConsentChange['status'] | null {
	const word = foldForMatching(optOutType ?? text ?? '');
	if (REFUSALS.has(word)) return 'denied';
	return PERMISSIONS.has(word) ? 'granted' : null;
}
