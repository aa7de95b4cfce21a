import { offerOfItem } from '../../nodes/PersonalizedOffer/actions/catalogue/offer-item';
import { Misconfiguration } from '../../nodes/shared/misconfiguration';
import { NOON } from '../support/touchpoint';

const item = {
	id: 'welcome-10',
	title: { en: 'Welcome' },
	benefit: { kind: 'percentage', percent: 10 },
};

const saved = (eligibility: object) => offerOfItem({ ...item, eligibility }, 'UTC', NOON);

test('an offer may ask for what a customer has bought and how they compare', () => {
	const eligibility = {
		all: [
			{ field: 'value.orders', op: 'gte', value: 2 },
			{ field: 'value.spent.EUR', op: 'gt', value: '100.00' },
			{ not: { field: 'rfm.monetary', op: 'eq', value: 1 } },
		],
	};
	expect(saved(eligibility).eligibility).toEqual(eligibility);
});

test('an offer that asks for a misspelled field is not saved, and the right fields are listed', () => {
	const misspelled = () =>
		saved({
			any: [
				{ field: 'stage', op: 'exists' },
				{ not: { field: 'segmet', op: 'eq', value: 'gold' } },
			],
		});
	expect(misspelled).toThrow(Misconfiguration);
	expect(misspelled).toThrow("no customer has a field 'segmet'");
	try {
		misspelled();
	} catch (error) {
		expect((error as Misconfiguration).description).toMatch(
			/stage, segment, .*value\.orders, .*attributes\.<name>/,
		);
	}
});
