import { consentWords } from '../../../journey/consent/consent-word';
import type { ConsentChange } from '../../../journey/touchpoint';
import { touchpoint } from '../../support/touchpoint';

const word = (status: ConsentChange['status']): ConsentChange => ({
	channel: 'email',
	purpose: 'marketing',
	status,
});

describe('consentWords', () => {
	it('gives what the source says', () => {
		const consent = [word('granted'), { ...word('denied'), purpose: 'transactional' as const }];
		expect(consentWords(touchpoint('1', { consent }))).toEqual(consent);
	});

	it('lets a denial outweigh a grant of the same touchpoint', () => {
		for (const consent of [
			[word('granted'), word('denied')],
			[word('denied'), word('granted')],
		]) {
			expect(consentWords(touchpoint('1', { consent }))).toEqual([word('denied')]);
		}
	});

	it.each([
		['unsubscribed', 'email', 'email'],
		['unsubscribed', 'sms', 'sms'],
		['unsubscribed', 'web', 'all'],
		['email_unsubscribed', 'web', 'email'],
		['email_marked_as_spam', 'email', 'email'],
		['email_complained', 'other', 'email'],
		['sms_unsubscribed', 'phone', 'sms'],
		['unsubscribed', 'social', 'social'],
		['complained', 'store', 'all'],
	] as const)('takes %s on %s for a refusal of marketing on %s', (type, channel, refused) => {
		expect(consentWords(touchpoint('1', { type, channel }))).toEqual([
			{ purpose: 'marketing', channel: refused, status: 'denied' },
		]);
	});

	it.each(['subscribed', 'email_bounced', 'consent_updated', 'resubscribed', 'other:unsubscribed'])(
		'takes %s for no word by itself',
		(type) => {
			expect(consentWords(touchpoint('1', { type, channel: 'email' }))).toEqual([]);
		},
	);

	it('takes an unsubscribing on a web page for one from the channels that its source says are refused', () => {
		const page = { type: 'unsubscribed', channel: 'web' as const };
		expect(consentWords(touchpoint('1', { ...page, consent: [word('denied')] }))).toEqual([
			word('denied'),
		]);
		const everything = { channel: 'all', purpose: 'marketing', status: 'denied' };
		for (const other of [
			word('granted'),
			{ ...word('denied'), purpose: 'transactional' as const },
		]) {
			expect(consentWords(touchpoint('1', { ...page, consent: [other] }))).toEqual([
				other,
				everything,
			]);
		}
	});

	it('follows the source where it says itself what an unsubscribing means', () => {
		const consent = [word('granted')];
		expect(
			consentWords(touchpoint('1', { type: 'unsubscribed', channel: 'email', consent })),
		).toEqual(consent);
	});
});
