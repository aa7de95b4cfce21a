import { accountOf, accountOfOwner, accountOwner, roleOf } from '../../../journey/context/account';
import { touchpoint } from '../../support/touchpoint';

test('an account is the key of a touchpoint, and owns its journeys under an id no customer has', () => {
	expect(accountOf(touchpoint('1', { keys: { account: 'acme' } }))).toBe('acme');
	expect(accountOf(touchpoint('1', { keys: { account: '' } }))).toBeNull();
	expect(accountOf(touchpoint('1'))).toBeNull();
	expect(accountOfOwner(accountOwner('acme:eu'))).toBe('acme:eu');
	expect(accountOfOwner('6f1f0f5e-0000-4000-8000-000000000000')).toBeNull();
});

test('a role is what was said of it first and foremost, else the title of the job', () => {
	expect(roleOf({ role: 'buyer', jobTitle: 'Head of Purchasing' })).toBe('buyer');
	expect(roleOf({ role: ' ', jobTitle: 'Head of Purchasing' })).toBe('Head of Purchasing');
	expect(roleOf({ role: 7 })).toBeNull();
});
