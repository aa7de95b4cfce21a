import fc from 'fast-check';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { closeStores, openStore } from '../../store/open-store';
import { arrivalsOf, factsOf, peopleOf, picture } from '../support/arrivals';
import { NOON } from '../support/touchpoint';
import { onBothDatabases, progress, seedOf } from './stores';

const PEOPLE = 5;
/** A run opens two new stores, which takes a PostgreSQL server much longer than a file system. */
const RUNS = { SQLite: 200, PostgreSQL: 40 };
const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

describe('the same touchpoints in any order, repeated, in any batches', () => {
	onBothDatabases((stores) => {
		it('give the same customers, visits, stages and figures', async () => {
			const people = peopleOf(PEOPLE);
			const facts = factsOf({ people: PEOPLE, minFacts: 10, maxFacts: 60, minutes: 30 });
			const numRuns = RUNS[stores.name];
			let runs = 0;
			await fc.assert(
				fc.asyncProperty(arrivalsOf(facts), async ({ events, arrival, batch, acceptFirst }) => {
					const inOrder = await openStore(await stores.newPlace());
					await inOrder.record(events, options);
					const shuffled = await openStore(await stores.newPlace());
					if (acceptFirst) await shuffled.accept(arrival);
					for (let start = 0; start < arrival.length; start += batch)
						await shuffled.record(arrival.slice(start, start + batch), options);
					expect(await picture(shuffled, people)).toEqual(await picture(inOrder, people));
					await closeStores();
					if (++runs % 20 === 0)
						progress(`arrivals on ${stores.name}: ${runs} of ${numRuns} histories`);
				}),
				{ numRuns, seed: seedOf(`arrivals on ${stores.name}`), endOnFailure: true },
			);
		});
	});
});
