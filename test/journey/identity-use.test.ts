import type { Identity } from '../../journey/identity';
import { recognise, type IdentityRule } from '../../journey/identity-use';
import { email, external } from '../support/touchpoint';

const noRules = () => undefined;
const phone: Identity = { kind: 'phone', value: '+302101234567' };

describe('recognise', () => {
	it.each(['info', 'office', 'sales', 'webmaster'])(
		'does not know anybody by %s@ beside something better, and does by nothing else',
		(mailbox) => {
			const shared = email(`${mailbox}@example.com`);
			expect(recognise([shared, external('7')], noRules)).toEqual({
				recognised: [external('7')],
				passedOver: [{ identity: shared, why: 'shared_address' }],
			});
			expect(recognise([shared], noRules)).toEqual({ recognised: [shared], passedOver: [] });
		},
	);

	it.each(['noreply', 'no-reply', 'mailer-daemon'])('never knows anybody by %s@', (mailbox) => {
		const nobody = email(`${mailbox}@example.com`);
		expect(recognise([nobody], noRules)).toEqual({
			recognised: [],
			passedOver: [{ identity: nobody, why: 'blocked' }],
		});
	});

	it.each(['info.karimi', 'information', 'sofia+info', 'newsom'])(
		'takes %s@ for a person',
		(mailbox) => {
			const own = email(`${mailbox}@example.com`);
			expect(recognise([own, phone], noRules).recognised).toEqual([own, phone]);
		},
	);

	it('follows what ops say: their own phone is nobody, and this info@ is one person', () => {
		const rules = (identity: Identity): IdentityRule =>
			identity.kind === 'phone' ? 'blocked' : 'personal';
		expect(recognise([phone, email('info@example.com')], rules)).toEqual({
			recognised: [email('info@example.com')],
			passedOver: [{ identity: phone, why: 'blocked' }],
		});
	});
});
