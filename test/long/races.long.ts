import fc from 'fast-check';
import type { Offer } from '../../journey/offers/offer';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Touchpoint } from '../../journey/touchpoint';
import { closeStores, openStore, type StoreSettings } from '../../store/open-store';
import { factsOf, peopleOf, picture } from '../support/arrivals';
import { email, NOON, touchpoint } from '../support/touchpoint';
import { startChild } from './child';
import type { IssuerOrder, IssuerWord } from './issuer';
import { onBothDatabases, progress, seedOf } from './stores';
import type { WriterOrder, WriterWord } from './writer';

const PROCESSES = 2;
const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

describe('processes that race', () => {
	onBothDatabases((stores) => {
		const pictureOf = async (place: StoreSettings, people: readonly string[]): Promise<unknown> => {
			const store = await openStore(place);
			const seen = await picture(store, people);
			await closeStores();
			return seen;
		};

		it('record 1,000 touchpoints each of the same 10 customers as one process would', async () => {
			const size = { people: 10, minFacts: 2000, maxFacts: 2000, minutes: 500 };
			const seed = seedOf(`race on ${stores.name}`);
			const [facts = []] = fc.sample(factsOf(size), { seed, numRuns: 1 });
			const place = await stores.newPlace();
			// The first of them also meet an empty database: who makes its tables is part of the race.
			const share = (own: number): Touchpoint[] =>
				facts.filter((_, index) => index % PROCESSES === own);
			let recorded = 0;
			const hear = ({ step }: WriterWord): void => {
				if (step === 'recorded' && ++recorded % 500 === 0)
					progress(`race on ${stores.name}: ${recorded} of ${facts.length} touchpoints recorded`);
			};
			const children = await Promise.all(
				Array.from(
					{ length: PROCESSES },
					async (_, own) =>
						await startChild<WriterOrder, WriterWord>(
							'writer',
							{
								store: place,
								lanes: 2,
								deliveries: share(own).map((one, number) => ({
									number,
									touchpoints: [one],
									accepted: false,
								})),
							},
							hear,
						),
				),
			);
			for (const child of children) child.begin();
			await Promise.all(children.map(async ({ ended }) => await ended));
			expect(recorded).toBe(facts.length);

			const alone = await stores.newPlace();
			const store = await openStore(alone);
			await store.record(facts, options);
			await closeStores();
			const people = peopleOf(size.people);
			expect(await pictureOf(place, people)).toEqual(await pictureOf(alone, people));
		});

		it('issue codes up to both caps and not one more', async () => {
			const caps = { perCustomer: 3, total: 100 };
			const offer: Offer = {
				id: 'free-delivery',
				title: { en: 'Free delivery' },
				benefit: { kind: 'free_delivery' },
				startsAt: NOON - 1,
				endsAt: NOON + 1_000_000,
				codeLifeMs: 1_000_000,
				priority: 1,
				caps,
				fallback: false,
			};
			const place = await stores.newPlace();
			const store = await openStore(place);
			await store.saveOffer(offer, NOON);
			const customers = (
				await store.record(
					Array.from({ length: 40 }, (_, who) =>
						touchpoint(String(who), { identities: [email(`${who}@example.com`)] }),
					),
					options,
				)
			).map(({ customerId }) => String(customerId));
			await closeStores();

			const words: IssuerWord[] = [];
			const children = await Promise.all(
				Array.from(
					{ length: PROCESSES },
					async (_, own) =>
						await startChild<IssuerOrder, IssuerWord>(
							'issuer',
							{
								store: place,
								offer,
								lanes: 4,
								requests: Array.from({ length: 200 }, (__, n) => ({
									code: `CODE-${own}-${n}`,
									customerId: customers[n % customers.length]!,
								})),
							},
							(word) => void words.push(word),
						),
				),
			);
			for (const child of children) child.begin();
			await Promise.all(children.map(async ({ ended }) => await ended));
			progress(`codes on ${stores.name}: ${words.length} requests answered`);

			const issued = words.filter(({ why }) => why === 'issued');
			expect(words).toHaveLength(400);
			expect(issued).toHaveLength(caps.total);
			for (const customerId of customers) {
				const own = issued.filter((word) => word.customerId === customerId).length;
				expect(own).toBeLessThanOrEqual(caps.perCustomer);
			}
		});
	});
});
