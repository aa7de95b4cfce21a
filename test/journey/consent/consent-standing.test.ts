import fc from 'fast-check';
import {
	consentStanding,
	standingRefusals,
	type KeptConsentWord,
} from '../../../journey/consent/consent-standing';
import { NOON } from '../../support/touchpoint';

const word = (facts: Partial<KeptConsentWord>): KeptConsentWord => ({
	identityKey: 'email:a@example.com',
	shared: false,
	purpose: 'marketing',
	channel: 'email',
	status: 'granted',
	occurredAt: NOON,
	sequence: 0,
	id: 'test:1',
	...facts,
});

/** The words of one touchpoint, one a bearer. */
const borneBy = (
	identityKeys: readonly string[],
	facts: Partial<KeptConsentWord>,
): KeptConsentWord[] => identityKeys.map((identityKey) => word({ identityKey, ...facts }));

const A = 'email:a@example.com';
const PHONE = 'phone:+302101234567';
const SHOP = 'external:shop:7';

/** What stands for marketing by a word on all channels, and what is said otherwise. */
const onEvery = (status: 'granted' | 'denied', others: Record<string, string> = {}) => ({
	...Object.fromEntries(
		['all', 'chat', 'email', 'mail', 'phone', 'push', 'sms', 'social'].map((channel) => [
			`marketing.${channel}`,
			status,
		]),
	),
	...others,
});

const noToAll = borneBy([SHOP, A, PHONE], { channel: 'all', status: 'denied', id: 'test:no' });

const anyWord = (identityKeys: readonly string[]): fc.Arbitrary<KeptConsentWord> =>
	fc.record({
		identityKey: fc.constantFrom(...identityKeys),
		shared: fc.constant(false),
		purpose: fc.constantFrom('marketing' as const, 'transactional' as const),
		channel: fc.constantFrom('email' as const, 'sms' as const, 'push' as const, 'all' as const),
		status: fc.constantFrom('granted' as const, 'denied' as const),
		occurredAt: fc.integer({ min: 0, max: 3 }),
		sequence: fc.integer({ min: 0, max: 1 }),
		id: fc.constantFrom('1', '2', '3', '4').map((id) => `${identityKeys[0]}-${id}`),
	});

/** What counts on a channel by a standing. */
const on = (standing: ReturnType<typeof consentStanding>, purpose: string, channel: string) =>
	standing[`${purpose}.${channel}`] ?? standing[`${purpose}.all`];

describe('consentStanding', () => {
	it('lets the later word of one identity stand', () => {
		const denied = word({ status: 'denied' });
		const later = word({ occurredAt: NOON + 1, id: 'test:2' });
		expect(consentStanding([denied, later])).toEqual({ 'marketing.email': 'granted' });
		expect(consentStanding([later, denied])).toEqual({ 'marketing.email': 'granted' });
	});

	it('lets the later word of one moment stand, by the sequence of its sender', () => {
		const denied = word({ status: 'denied' });
		const later = word({ sequence: 1, id: 'test:2' });
		expect(consentStanding([later, denied])).toEqual({ 'marketing.email': 'granted' });
	});

	it('lets a permission that names an address lift what another of its identities had refused', () => {
		const refused = word({ identityKey: SHOP, status: 'denied' });
		const later = borneBy([SHOP, A], { occurredAt: NOON + 1, id: 'test:yes' });
		expect(consentStanding([refused, ...later])).toEqual({ 'marketing.email': 'granted' });
	});

	it('keeps the refusal of one identity against a later permission of another', () => {
		const denied = word({ status: 'denied' });
		const later = word({ identityKey: SHOP, occurredAt: NOON + 1, id: 'test:2' });
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

	it('lists its subjects by the alphabet', () => {
		const said = (['sms', 'push', 'web', 'email'] as const).map((channel) => word({ channel }));
		const subjects = Object.keys(consentStanding([word({ purpose: 'transactional' }), ...said]));
		expect(subjects).toEqual([
			'marketing.email',
			'marketing.push',
			'marketing.sms',
			'marketing.web',
			'transactional.email',
		]);
	});

	it('lets a later permission for one channel lift a refusal of everything there, and only there', () => {
		const later = borneBy([SHOP, A], { occurredAt: NOON + 1, id: 'test:yes' });
		expect(consentStanding([...noToAll, ...later])).toEqual(
			onEvery('denied', { 'marketing.email': 'granted' }),
		);
	});

	it('lets a later refusal of everything end every channel', () => {
		const earlier = borneBy([SHOP, A], { occurredAt: NOON - 1, id: 'test:yes' });
		expect(consentStanding([...noToAll, ...earlier])).toEqual(onEvery('denied'));
	});

	it('lets a later permission for everything lift the refusal of one channel', () => {
		const refused = word({ status: 'denied', occurredAt: NOON - 1, id: 'test:2' });
		expect(consentStanding([refused, word({ channel: 'all' })])).toEqual(onEvery('granted'));
	});

	it.each(['a', 'z'])('takes the refusal of words of the same moment, whatever their ids', (id) => {
		for (const channel of ['email', 'all'] as const) {
			const refusal = word({ status: 'denied', channel, id });
			const status = consentStanding([word({ id: 'm' }), refusal])['marketing.email'];
			expect(status).toBe('denied');
		}
	});

	it('keeps a refusal of everything under an address that the later permission does not name', () => {
		const later = borneBy([SHOP, 'email:b@example.com'], { occurredAt: NOON + 1, id: 'test:yes' });
		expect(on(consentStanding([...noToAll, ...later]), 'marketing', 'email')).toBe('denied');
	});

	it('lists what a word on all channels means for those on which people are written to', () => {
		const standing = consentStanding(noToAll);
		expect(standing).toEqual(onEvery('denied'));
		expect(standing).not.toHaveProperty('marketing.web');
		const said = word({ channel: 'web', occurredAt: NOON + 1, id: 'test:2' });
		expect(consentStanding([...noToAll, said])).toHaveProperty(['marketing.web'], 'denied');
	});

	it('lists a channel apart where an address has lifted what stands elsewhere', () => {
		const later = borneBy([A], { channel: 'all', occurredAt: NOON + 1, id: 'test:yes' });
		expect(consentStanding([...noToAll, ...later])).toEqual(
			onEvery('denied', { 'marketing.email': 'granted' }),
		);
	});

	it('holds a refusal that names a shared address against its customer, whoever else permits', () => {
		const shared = 'email:info@example.com';
		const refusal = [
			word({ identityKey: SHOP, status: 'denied' }),
			word({ identityKey: shared, shared: true, status: 'denied' }),
		];
		const later = word({ identityKey: shared, shared: true, occurredAt: NOON + 1, id: 'test:2' });
		expect(consentStanding([...refusal, later])).toEqual({ 'marketing.email': 'denied' });
	});

	it('is the same for every order of the words', () => {
		const words = fc.array(anyWord([A, 'email:b@example.com', PHONE, SHOP]), { maxLength: 12 });
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

	it('never permits after a merge what one of the two had refused', () => {
		const two = fc.tuple(
			fc.array(anyWord([A, PHONE, SHOP]), { maxLength: 8 }),
			fc.array(anyWord(['email:b@example.com', 'external:crm:1']), { maxLength: 8 }),
		);
		fc.assert(
			fc.property(two, ([one, other]) => {
				const merged = consentStanding([...one, ...other]);
				for (const purpose of ['marketing', 'transactional']) {
					for (const channel of ['email', 'sms', 'push', 'web']) {
						const words = [one, other].map((words) => on(consentStanding(words), purpose, channel));
						const expected = words.includes('denied') ? 'denied' : (words[0] ?? words[1]);
						expect(on(merged, purpose, channel)).toBe(expected);
					}
				}
			}),
		);
	});
});

describe('standingRefusals', () => {
	it('gives the refusals that no later permission of the same identity has lifted', () => {
		const refusals = [
			word({ status: 'denied', channel: 'all' }),
			word({ status: 'denied', channel: 'sms' }),
			word({ status: 'denied', channel: 'email', purpose: 'transactional' }),
			word({ status: 'denied', channel: 'email', identityKey: SHOP }),
			word({ status: 'denied', channel: 'push', occurredAt: NOON + 1 }),
		];
		const lifted = word({ status: 'denied', occurredAt: NOON - 1 });
		const permission = word({ channel: 'email', id: 'test:2' });
		expect(standingRefusals([...refusals, lifted, permission])).toEqual(refusals);
		const toAll = word({ channel: 'all', occurredAt: NOON + 1, id: 'test:3' });
		expect(standingRefusals([...refusals, toAll])).toEqual(refusals.slice(2));
	});
});
