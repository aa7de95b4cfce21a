import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { resolveIdentities } from '../../journey/identity-resolution';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Database, Row } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { arrivalsOf } from '../support/arrivals';
import {
	contestedFacts,
	contestedIdentities,
	NOBODY,
	sets,
	tooManyIdentities,
} from '../support/contested';
import { onEveryDatabase, runsOn } from '../support/databases';
import { NOON } from '../support/touchpoint';

const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

/** Gives the people whom the rule makes of touchpoints: those of each, and what each is recognised by. */
function byRule(facts: readonly Touchpoint[]): readonly string[] {
	const { customers, linked } = resolveIdentities(facts, NOBODY, randomUUID);
	return sets([
		...facts.map(({ id }, place) => [customers[place] ?? null, id] as const),
		...[...linked].map(([key, { customerId }]) => [customerId, key] as const),
	]);
}

async function inStore(database: Database): Promise<readonly string[]> {
	const rows = await database.read(
		async (transaction): Promise<readonly Row[]> =>
			await transaction.all(
				`SELECT customer_id, id AS what FROM touchpoint WHERE customer_id IS NOT NULL
					UNION ALL SELECT customer_id, identity_key FROM identity`,
				[],
			),
	);
	return sets(rows.map((row) => [String(row.customer_id), String(row.what)] as const));
}

onEveryDatabase(({ name, open }) => {
	it.each([
		['use one another’s addresses', contestedIdentities(4), 3],
		['have too many addresses', tooManyIdentities(), 6],
	] as const)(
		'knows after every batch the people whom the rule makes of all touchpoints so far, where they %s',
		async (_how, identities, named) => {
			const facts = contestedFacts(identities, named, { minFacts: 8, maxFacts: 22, minutes: 12 });
			await fc.assert(
				fc.asyncProperty(arrivalsOf(facts), async ({ arrival, batch }) => {
					const database = await open();
					await migrate(database, NOON);
					const store = new SqlJourneyStore(database, randomUUID);
					const known = new Map<string, Touchpoint>();
					for (let start = 0; start < arrival.length; start += batch) {
						const part = arrival.slice(start, start + batch);
						await store.record(part, options);
						for (const fact of part) known.set(fact.id, fact);
						expect(await inStore(database)).toEqual(byRule([...known.values()]));
					}
					await store.close();
				}),
				{ numRuns: runsOn(name, name === 'SQLite' ? 80 : 10) },
			);
		},
	);
});
