import { consentBearers } from '../../../journey/consent/consent-bearers';
import type { Identity } from '../../../journey/identity';
import { email, external } from '../../support/touchpoint';

const phone: Identity = { kind: 'phone', value: '+302101234567' };
const identities = [external('7'), email('a@example.com'), phone];
const said = { identities, source: 'shopify' };

describe('consentBearers', () => {
	it.each([
		['email', [email('a@example.com')]],
		['sms', [phone]],
		['phone', [phone]],
		['chat', [phone]],
		['push', identities],
		['all', identities],
	] as const)('lets a word on %s be about the address it needs', (channel, bearers) => {
		expect(consentBearers(said, identities, channel)).toEqual(bearers);
	});

	it('lets every identity bear a word on a channel whose address is not named', () => {
		const named = [external('7')];
		expect(consentBearers({ identities: named, source: 'shopify' }, named, 'email')).toEqual(named);
	});

	it('keeps a word on a shared address for the address and for the customer behind it', () => {
		const named = [external('7'), email('info@example.com')];
		expect(
			consentBearers({ identities: named, source: 'shopify' }, [external('7')], 'email'),
		).toEqual([email('info@example.com'), external('7')]);
	});

	it('lets every identity bear a word by hand, which means the customer', () => {
		expect(consentBearers({ identities, source: 'manual' }, identities, 'email')).toEqual(
			identities,
		);
	});
});
