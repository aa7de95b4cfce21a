import fc from 'fast-check';
import { consentStanding, type KeptConsentWord } from '../../../journey/consent/consent-standing';
import { NOON } from '../../support/touchpoint';

const word = (facts: Partial<KeptConsentWord>): KeptConsentWord => ({
	identityKey: 'email:a@example.com',
	purpose: 'marketing',
	channel: 'email',
	status: 'granted',
	occurredAt: NOON,
	sequence: 0,
	id: 'test:1',
	...facts,
});

describe('consentStanding', () => {
	it('lets the later word of one identity stand', () => {
		const denied = word({ status: 'denied' });
		const later = word({ occurredAt: NOON + 1, id: 'test:2' });
		expect(consentStanding([denied, later])).toEqual({ 'marketing.email': 'granted' });
		expect(consentStanding([later, denied])).toEqual({ 'marketing.email': 'granted' });
	});

	it('keeps the refusal of one identity against a later permission of another', () => {
		const denied = word({ status: 'denied' });
		const later = word({ identityKey: 'external:shop:7', occurredAt: NOON + 1, id: 'test:2' });
		expect(consentStanding([denied, later])).toEqual({ 'marketing.email': 'denied' });
	});

	it('tells purposes and channels apart, and says nothing where nobody did', () => {
		expect(
			consentStanding([
				word({ channel: 'sms', status: 'denied' }),
				word({ purpose: 'transactional' }),
			]),
		).toEqual({ 'marketing.sms': 'denied', 'transactional.email': 'granted' });
	});

	it('is the same for every order of the words', () => {
		const words = fc.array(
			fc.record({
				identityKey: fc.constantFrom('email:a', 'email:b', 'phone:c'),
				purpose: fc.constantFrom('marketing' as const, 'transactional' as const),
				channel: fc.constantFrom('email' as const, 'all' as const),
				status: fc.constantFrom('granted' as const, 'denied' as const),
				occurredAt: fc.integer({ min: 0, max: 3 }),
				sequence: fc.integer({ min: 0, max: 1 }),
				id: fc.uuid(),
			}),
			{ maxLength: 12 },
		);
		fc.assert(
			fc.property(
				words.chain((all) =>
					fc.tuple(
						fc.constant(all),
						fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
					),
				),
				([inOrder, shuffled]) => {
					expect(consentStanding(shuffled)).toEqual(consentStanding(inOrder));
				},
			),
		);
	});
});
