import { consentBearers } from '../../../journey/consent/consent-bearers';
import type { Identity } from '../../../journey/identity';
import { email, external } from '../../support/touchpoint';

const phone: Identity = { kind: 'phone', value: '+302101234567' };
const identities = [external('7'), email('a@example.com'), phone];
const said = { identities, source: 'shopify' };
const refusal = { channel: 'email', status: 'denied' } as const;
const permission = { channel: 'email', status: 'granted' } as const;

describe('consentBearers', () => {
	it.each([
		['email', [email('a@example.com')]],
		['sms', [phone]],
		['phone', [phone]],
		['chat', [phone]],
		['push', identities],
		['all', identities],
	] as const)('lets a refusal of %s be about the address it needs', (channel, bearers) => {
		expect(consentBearers(said, identities, { channel, status: 'denied' })).toEqual(bearers);
	});

	it('lets every identity bear a permission, so that it lifts what was refused under one alone', () => {
		expect(new Set(consentBearers(said, identities, permission))).toEqual(new Set(identities));
	});

	it('lets every identity bear a word on a channel whose address is not named', () => {
		const named = [external('7')];
		for (const word of [refusal, permission]) {
			expect(consentBearers({ identities: named, source: 'shopify' }, named, word)).toEqual(named);
		}
	});

	it('keeps a word on a shared address for the address and for the customer behind it', () => {
		const named = [external('7'), email('info@example.com')];
		for (const word of [refusal, permission]) {
			expect(
				consentBearers({ identities: named, source: 'shopify' }, [external('7')], word),
			).toEqual([email('info@example.com'), external('7')]);
		}
	});

	it('lets every identity bear a word by hand, which means the customer', () => {
		expect(consentBearers({ identities, source: 'manual' }, identities, refusal)).toEqual(
			identities,
		);
	});
});
