import { addToProfile, EMPTY_PROFILE, mergeProfiles } from '../../journey/profile';
import type { ConsentChange } from '../../journey/touchpoint';
import { MINUTE_MS, NOON, touchpoint } from '../support/touchpoint';

const word = (status: ConsentChange['status']): ConsentChange => ({
	channel: 'email',
	purpose: 'marketing',
	status,
});

const granted = touchpoint('grant', {
	consent: [word('granted')],
	attributes: { language: 'en', firstName: 'Charlotte' },
});
const denied = touchpoint('deny', {
	occurredAt: NOON + MINUTE_MS,
	consent: [word('denied')],
	attributes: { language: 'el' },
});

describe('addToProfile', () => {
	it('lets the later word stand, whichever arrives last', () => {
		const inOrder = addToProfile(addToProfile(EMPTY_PROFILE, granted), denied);
		const reversed = addToProfile(addToProfile(EMPTY_PROFILE, denied), granted);
		expect(reversed).toEqual(inOrder);
		expect(inOrder.attributes.language?.value).toBe('el');
		expect(inOrder.attributes.firstName?.value).toBe('Charlotte');
		expect(inOrder.consent['marketing.email']?.value).toBe('denied');
	});

	it('lets a denial outweigh a grant of the same touchpoint', () => {
		for (const consent of [
			[word('granted'), word('denied')],
			[word('denied'), word('granted')],
		]) {
			const profile = addToProfile(EMPTY_PROFILE, touchpoint('both', { consent }));
			expect(profile.consent['marketing.email']?.value).toBe('denied');
		}
	});
});

describe('mergeProfiles', () => {
	it('keeps the refusal of either customer, even an earlier one', () => {
		const early = addToProfile(EMPTY_PROFILE, touchpoint('deny', { consent: [word('denied')] }));
		const late = addToProfile(
			EMPTY_PROFILE,
			touchpoint('grant', { occurredAt: NOON + MINUTE_MS, consent: [word('granted')] }),
		);
		expect(mergeProfiles(early, late).consent['marketing.email']?.value).toBe('denied');
		expect(mergeProfiles(late, early)).toEqual(mergeProfiles(early, late));
	});
});
