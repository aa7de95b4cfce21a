import { addToProfile, EMPTY_PROFILE, mergeProfiles } from '../../journey/profile';
import { MINUTE_MS, NOON, touchpoint } from '../support/touchpoint';

const early = touchpoint('early', { attributes: { language: 'en', firstName: 'Charlotte' } });
const late = touchpoint('late', {
	occurredAt: NOON + MINUTE_MS,
	attributes: { language: 'el', city: null },
});

describe('addToProfile', () => {
	it('lets the later word stand, whichever arrives last', () => {
		const inOrder = addToProfile(addToProfile(EMPTY_PROFILE, early), late);
		expect(addToProfile(addToProfile(EMPTY_PROFILE, late), early)).toEqual(inOrder);
		expect(inOrder.attributes.language?.value).toBe('el');
		expect(inOrder.attributes.firstName?.value).toBe('Charlotte');
	});

	it('does not take a missing value for a word', () => {
		expect(addToProfile(EMPTY_PROFILE, late).attributes).not.toHaveProperty('city');
	});
});

describe('mergeProfiles', () => {
	it('keeps the later word of either customer', () => {
		const [a, b] = [addToProfile(EMPTY_PROFILE, early), addToProfile(EMPTY_PROFILE, late)];
		expect(mergeProfiles(a, b)).toEqual(addToProfile(addToProfile(EMPTY_PROFILE, early), late));
		expect(mergeProfiles(b, a)).toEqual(mergeProfiles(a, b));
	});
});
