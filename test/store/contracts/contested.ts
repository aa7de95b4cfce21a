import fc from 'fast-check';
import type { Identity } from '../../../journey/identity';
import type { Offer } from '../../../journey/offers/offer';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import type { JourneyDefinition } from '../../../journey/stages/definition';
import type { Touchpoint } from '../../../journey/touchpoint';
import { run, type Database, type Row } from '../../../store/database';
import type { JourneyStore, RecordOptions } from '../../../store/journey-store';
import { keepEarlierContenders } from '../../../store/recording/earlier-contenders';
import { MAX_TOUCHPOINTS_OF_GROUP } from '../../../store/recording/read-group';
import { arrivalsOf } from '../../support/arrivals';
import { runsOn } from '../../support/databases';
import { contestedFacts, contestedIdentities, tooManyIdentities } from '../../support/contested';
import { stageFactsOf } from '../../support/stage-facts';
import { parkedFor } from '../../support/wait';
import { email, external, MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';

const people = contestedIdentities(3);

const byCustomer = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };
const byOrder = {
	definition: { ...BUILT_IN_DEFINITIONS.aida, name: 'by_order', keyKind: 'order' },
	now: NOON,
};
const byAccount = {
	definition: { ...BUILT_IN_DEFINITIONS.aida, name: 'by_account', keyKind: 'account' },
	now: NOON,
};

const offer: Offer = {
	id: 'free-delivery',
	title: { en: 'Free delivery' },
	benefit: { kind: 'free_delivery' },
	startsAt: NOON,
	endsAt: NOON + 10 * 24 * 60 * MINUTE_MS,
	codeLifeMs: 7 * 24 * 60 * MINUTE_MS,
	priority: 1,
	caps: { perCustomer: 5 },
	fallback: false,
};

/** A store, and the database behind it. */
export interface OpenedStore {
	readonly store: JourneyStore;
	readonly database: Database;
}

/** A touchpoint so many minutes after noon, known by them. */
function at(
	minute: number,
	identities: Identity[],
	facts: Partial<Touchpoint> & { score?: number } = {},
): Touchpoint {
	return touchpoint(String(minute), {
		identities,
		occurredAt: NOON + minute * MINUTE_MS,
		receivedAt: NOON + 60 * MINUTE_MS,
		...facts,
	});
}

async function contestedRows(database: Database): Promise<readonly Row[]> {
	return await database.read(
		async (transaction) =>
			await transaction.all(
				'SELECT * FROM contested_identity ORDER BY identity_key, customer_id',
				[],
			),
	);
}

/** Tells of every statement of a writing transaction that is run from now on. */
function watch(database: Database, tell: (sql: string) => void): void {
	const write = database.write.bind(database);
	database.write = async (work) =>
		await write(
			async (transaction) =>
				await work({
					all: async (sql, parameters) => {
						tell(sql);
						return await transaction.all(sql, parameters);
					},
					runMany: async (sql, rows) => {
						if (rows.length > 0) tell(sql);
						return await transaction.runMany(sql, rows);
					},
				}),
		);
}

/** What a store shows of its customers, with ids left out: the same for two stores that hold the same facts. */
async function pictureOf(
	store: JourneyStore,
	identities: readonly Identity[],
	definitions: readonly JourneyDefinition[],
): Promise<unknown> {
	const customers = new Map<string, unknown>();
	for (const identity of identities) {
		const context = await store.getContext(identity, 100, NOON);
		if (!context || customers.has(context.customerId)) continue;
		const { customerId, accounts: memberships, ...known } = context;
		const kept = await store.exportCustomer({ customerId });
		const { attributes, attributeHistory, firstSeenAt, records } = kept ?? {};
		const { orders, refunds, accounts, identities: own } = records ?? {};
		const movements = records?.movements?.map(({ journeyId: _id, late: _late, ...one }) => one);
		const visits = records?.visits?.map(({ journeyId: _id, ...one }) => one);
		const lists = [orders, refunds, accounts, own, movements, visits].map((rows) =>
			rows?.map((row) => JSON.stringify(row)).sort(),
		);
		const colleagues = memberships.map(({ others, ...account }) => ({
			...account,
			others: others.map(({ customerId: _id, ...other }) => other),
		}));
		customers.set(customerId, {
			known,
			colleagues,
			attributes,
			attributeHistory,
			firstSeenAt,
			lists,
		});
	}
	return {
		all: [...customers.values()].map((known) => JSON.stringify(known)).sort(),
		totals: await store.getTotals(),
		experience: await Promise.all(
			definitions.map(async ({ name }) => await store.getExperience(name)),
		),
		stages: await Promise.all(
			definitions.map(async (definition) => await stageFactsOf(store, definition)),
		),
	};
}

/** What every store must do where people contest identities. `openNew` gives a new, empty store. */
export function describeContests(name: string, openNew: () => Promise<OpenedStore>): void {
	describe(`contested identities on ${name}`, () => {
		const opened: OpenedStore[] = [];
		const openBoth = async (): Promise<OpenedStore> => {
			const one = await openNew();
			opened.push(one);
			return one;
		};
		const closeAll = async (): Promise<void> => {
			await Promise.all(opened.splice(0).map(async ({ store }) => await store.close()));
		};
		afterEach(closeAll);

		/** Records facts in batches and gives what the store then shows. */
		const shown = async (
			facts: readonly Touchpoint[],
			batch: number,
			identities: readonly Identity[],
			options: RecordOptions,
			acceptFirst = false,
		): Promise<unknown> => {
			const { store } = await openBoth();
			if (acceptFirst) await store.accept(facts);
			for (let start = 0; start < facts.length; start += batch)
				await store.record(facts.slice(start, start + batch), options);
			return await pictureOf(store, identities, [options.definition]);
		};

		it.each([
			['journeys of customers', byCustomer, people, 3],
			['journeys of orders', byOrder, people, 3],
			['journeys of accounts', byAccount, people, 3],
			['people with too many addresses', byCustomer, tooManyIdentities(), 6],
		] as const)(
			'gives the same customers, visits, stages, figures and consent for every order, repetition and batching: %s',
			async (_what, options, identities, named) => {
				const facts = contestedFacts(identities, named, { minFacts: 1, maxFacts: 14, minutes: 6 });
				await fc.assert(
					fc.asyncProperty(arrivalsOf(facts), async ({ events, arrival, batch, acceptFirst }) => {
						const expected = await shown(events, events.length, identities, options);
						const given = await shown(arrival, batch, identities, options, acceptFirst);
						expect(given).toEqual(expected);
						await closeAll();
					}),
					{ numRuns: runsOn(name, name === 'SQLite' ? 40 : 15) },
				);
			},
		);

		/** Two people who use one address: the one with id 8 came in first, the one with id 7 had used it before. */
		const shared = email('shared@example.com');
		const ofEight = (minute: number, facts: Partial<Touchpoint> = {}) =>
			at(minute, [external('8'), shared], facts);
		const ofSeven = (minute: number, facts: Partial<Touchpoint> = {}) =>
			at(minute, [external('7'), shared], facts);
		const recordAll = async (store: JourneyStore, ...facts: readonly Touchpoint[]) => {
			for (const fact of facts) await store.record([fact], byCustomer);
		};
		const customerOf = async (store: JourneyStore, who: Identity) =>
			(await store.getContext(who, 0, NOON))?.customerId;
		const historyOf = async (store: JourneyStore, who: Identity) =>
			(await store.getContext(who, 100, NOON))?.touchpoints.map(({ id }) => id).reverse();

		it('gives an address to the one who used it first, though the other one came in first', async () => {
			const { store } = await openBoth();
			const [eight] = await store.record([ofEight(5)], byCustomer);
			const [seven] = await store.record([ofSeven(1)], byCustomer);
			expect(seven).toMatchObject({ conflicts: [], movement: 'entered' });
			expect(await customerOf(store, shared)).toBe(seven?.customerId);
			expect(await customerOf(store, external('8'))).toBe(eight?.customerId);
			const [again] = await store.record([ofEight(6)], byCustomer);
			expect(again).toMatchObject({
				customerId: eight?.customerId,
				conflicts: [{ identity: 'email:shared@example.com', why: 'other_customer' }],
			});
		});

		it('gives what was done under the address, with its journey, order and account, to whom it belongs', async () => {
			const { store } = await openBoth();
			const order = at(6, [shared], {
				type: 'order_completed',
				keys: { order: 'A-1', account: 'example-ltd' },
				value: { amount: '20.00', currency: 'EUR' },
				attributes: { city: 'Athens' },
				score: 90,
			});
			await recordAll(store, ofEight(5, { type: 'ad_clicked' }), order);
			expect(await store.getContext(external('8'), 9, NOON)).toMatchObject({
				journeys: [{ stage: 'purchase' }],
				value: { orders: 1 },
			});
			await recordAll(store, ofSeven(1));
			const seven = await store.getContext(external('7'), 9, NOON);
			expect(seven).toMatchObject({
				attributes: { city: 'Athens' },
				journeys: [{ stage: 'purchase', touchpoints: 2 }],
				value: { orders: 1, spent: [{ amount: '20.00', currency: 'EUR' }] },
				accounts: [{ key: 'example-ltd', people: 1 }],
			});
			expect(await historyOf(store, external('7'))).toEqual(['test:1', 'test:6']);
			expect(await store.getContext(external('8'), 9, NOON)).toMatchObject({
				attributes: {},
				journeys: [{ stage: 'awareness', touchpoints: 1 }],
				value: { orders: 0, spent: [] },
				accounts: [],
			});
			expect(await store.getTotals()).toMatchObject({ customers: 2, journeys: 2, touchpoints: 3 });
		});

		it('leaves waits and codes with the customer who goes on under the id they were given to', async () => {
			const { store } = await openBoth();
			await recordAll(store, ofEight(5), at(6, [shared]));
			const eight = (await customerOf(store, external('8')))!;
			await store.saveOffer(offer, NOON);
			const issue = {
				code: 'CODE1',
				offer,
				customerId: eight,
				channel: 'email',
				decision: {},
				now: NOON,
			};
			await store.issue(issue);
			const [kept] = await store.openWaits([parkedFor(eight, '1')], NOON);
			await recordAll(store, ofSeven(1));
			expect(await customerOf(store, external('8'))).toBe(eight);
			expect((await store.getContext(external('8'), 0, NOON))?.offers).toMatchObject([
				{ code: 'CODE1' },
			]);
			expect(await store.getWait(kept!.id)).toMatchObject({ customerId: eight, status: 'waiting' });
		});

		it('ends a wait by what its customer turns out to have done', async () => {
			const { store } = await openBoth();
			await recordAll(store, at(0, [external('7')]), ofEight(5));
			await recordAll(store, at(6, [shared], { type: 'order_completed' }));
			const seven = (await customerOf(store, external('7')))!;
			const [kept] = await store.openWaits([parkedFor(seven, '1')], NOON);
			expect(kept?.status).toBe('waiting');
			await recordAll(store, ofSeven(1));
			expect(await store.getWait(kept!.id)).toMatchObject({
				status: 'touchpoint',
				resolution: { touchpoint: { id: 'test:6' } },
			});
		});

		it('moves the moment of a stay that has not fired yet with the touchpoint that began it', async () => {
			const { store } = await openBoth();
			const settings = {
				kind: 'stage_entered' as const,
				journey: 'five_stage',
				stages: [],
				movements: [],
			};
			await store.subscribe({ id: 'stages', settings, now: NOON });
			await recordAll(
				store,
				ofEight(5, { type: 'ad_clicked' }),
				at(6, [shared], { type: 'order_completed' }),
			);
			await recordAll(store, ofSeven(1));
			const request = { subscription: 'stages', now: NOON, leaseMs: MINUTE_MS, limit: 10 };
			const { moments } = await store.claimMoments(request);
			const owners = moments.map(({ body, customerId }) => [body.touchpointId, customerId]);
			const [seven, eight] = [
				await customerOf(store, external('7')),
				await customerOf(store, external('8')),
			];
			expect(new Map(owners as [string, string][])).toEqual(
				new Map([
					['test:5', eight],
					['test:6', seven],
				]),
			);
		});

		it('makes an alias a customer again when it comes out that the two are not one', async () => {
			const { store } = await openBoth();
			await recordAll(store, at(2, [external('8')]), at(3, [shared]));
			const guest = await customerOf(store, shared);
			await recordAll(store, at(4, [external('8'), shared]));
			const eight = await customerOf(store, external('8'));
			expect(await customerOf(store, { customerId: guest! } as never)).toBe(eight);
			await recordAll(store, ofSeven(1));
			expect(await customerOf(store, shared)).toBe(guest);
			expect(await customerOf(store, external('7'))).toBe(guest);
			expect(await customerOf(store, external('8'))).toBe(eight);
			const kept = await store.exportCustomer(external('8'));
			expect(kept).toMatchObject({ aliases: [], records: { merges: [] } });
		});

		it('gives an alias to the customer who has turned out to be meant by it', async () => {
			const { store } = await openBoth();
			await recordAll(store, at(0, [external('7')]), at(2, [external('8')]), at(3, [shared]));
			const guest = (await customerOf(store, shared))!;
			await recordAll(store, at(4, [external('8'), shared]), ofSeven(1));
			const seven = await customerOf(store, external('7'));
			expect(await customerOf(store, { customerId: guest } as never)).toBe(seven);
			expect(await store.exportCustomer(external('7'))).toMatchObject({
				aliases: [guest],
				records: { merges: [{}] },
			});
			expect(await store.exportCustomer(external('8'))).toMatchObject({
				aliases: [],
				records: { merges: [] },
			});
		});

		it('folds a journey that gains touchpoints by the newest version that any of them went by', async () => {
			const { store } = await openBoth();
			const second = { ...byCustomer, definition: { ...byCustomer.definition, version: 2 } };
			await recordAll(store, at(0, [external('7')]));
			await store.record([ofEight(5), at(6, [shared])], second);
			const [late] = await store.record([ofSeven(1)], second);
			expect(late).toMatchObject({ journeyVersion: 2 });
		});

		it('keeps together whom somebody merged by hand', async () => {
			const { store } = await openBoth();
			const own = email('own@example.com');
			await recordAll(store, ofEight(5), at(6, [own]));
			await store.mergeCustomers(external('8'), own, NOON);
			const eight = await customerOf(store, own);
			await recordAll(store, ofSeven(1), at(2, [external('7'), own]));
			for (const who of [external('8'), own, shared])
				expect(await customerOf(store, who)).toBe(eight);
			expect(await historyOf(store, external('7'))).toEqual(['test:1', 'test:2']);
			expect((await store.exportCustomer(own))?.records.merges).toHaveLength(1);
		});

		it('does not take apart whom an identity joined before it was blocked', async () => {
			const { store } = await openBoth();
			const till: Identity = { kind: 'phone', value: '+302101234567' };
			await recordAll(store, at(3, [external('8'), till]), at(4, [till, email('own@example.com')]));
			await store.setIdentityRule(till, 'blocked', NOON + 1);
			await recordAll(store, ofEight(5), ofSeven(1));
			expect(await historyOf(store, external('8'))).toEqual(['test:3', 'test:4', 'test:5']);
			expect(await customerOf(store, email('own@example.com'))).toBe(
				await customerOf(store, external('8')),
			);
			expect(await customerOf(store, till)).toBeUndefined();
		});

		it('counts a touchpoint for the same customer in a second journey', async () => {
			const { store, database } = await openBoth();
			const facts = [
				ofEight(5),
				at(6, [shared], { type: 'order_completed', value: { amount: '1', currency: 'EUR' } }),
			];
			await recordAll(store, ...facts, ofSeven(1));
			const asked: string[] = [];
			watch(database, (sql) => asked.push(sql));
			const [again] = await store.record([facts[1]!], byOrder);
			expect(asked.filter((sql) => sql.includes('customer_merge'))).toEqual([]);
			expect(again).toMatchObject({
				outcome: 'moved',
				customerId: await customerOf(store, shared),
				conflicts: [],
			});
			await recordAll(store, ofSeven(2));
			expect((await store.getContext(external('7'), 9, NOON))?.value).toMatchObject({ orders: 1 });
		});

		it('counts a touchpoint in a second journey for whose it turns out to be in the same batch', async () => {
			const { store } = await openBoth();
			const mistaken = at(6, [shared]);
			await recordAll(store, ofEight(5), mistaken);
			const [again, seven] = await store.record([mistaken, ofSeven(1)], byOrder);
			expect(again?.customerId).toBe(seven?.customerId);
			const guest = email('guest@example.com');
			const nine = at(8, [external('9')]);
			await recordAll(store, at(7, [guest]), nine);
			const survivor = await customerOf(store, guest);
			const [moved] = await store.record([nine, at(9, [external('9'), guest])], byOrder);
			expect(moved?.customerId).toBe(survivor);
		});

		it('knows who was given an address that had been refused to somebody with too many', async () => {
			const { store } = await openBoth();
			const till: Identity = { kind: 'anonymous', namespace: 'web', value: 'till' };
			const addresses = Array.from({ length: 10 }, (_, n) => email(`${n}@example.com`));
			const own = email('own@example.com');
			await recordAll(store, at(1, [till, ...addresses]), at(5, [own, till]), at(7, [own]));
			expect(await historyOf(store, own)).toEqual(['test:7']);
			await recordAll(store, at(4, [own]));
			expect(await historyOf(store, own)).toEqual(['test:4', 'test:5', 'test:7']);
			expect(await historyOf(store, till)).toEqual(['test:1']);
			const { store: another } = await openBoth();
			await recordAll(another, at(1, [till, ...addresses]), at(5, [own, till]), at(3, [own]));
			expect(await historyOf(another, own)).toEqual(['test:3', 'test:5']);
		});

		it('sorts anew those of whom one contests something, though the late touchpoint names nothing contested', async () => {
			const { store } = await openBoth();
			const addresses = Array.from({ length: 9 }, (_, n) => email(`${n}@example.com`));
			const [tenth, eleventh] = [email('tenth@example.com'), email('eleventh@example.com')];
			await recordAll(store, at(1, addresses), at(3, [tenth, eleventh, addresses[0]!]));
			expect(await historyOf(store, tenth)).toEqual(['test:1', 'test:3']);
			await recordAll(store, at(2, [tenth]));
			expect(await historyOf(store, tenth)).toEqual(['test:2', 'test:3']);
			expect(await customerOf(store, eleventh)).toBe(await customerOf(store, tenth));
		});

		it('sorts with them those who contest something else with one of them', async () => {
			const { store } = await openBoth();
			const nine = (of: string) => Array.from({ length: 9 }, (_, n) => email(`${n}@${of}.example`));
			const [tenthOfEight, tenthOfSeven] = [email('eight@example.com'), email('seven@example.com')];
			await recordAll(
				store,
				at(1, [external('8'), ...nine('eight')]),
				at(2, [external('7'), ...nine('seven')]),
				at(4, [external('8'), tenthOfEight]),
				at(5, [external('7'), tenthOfEight]),
				at(6, [external('7'), tenthOfSeven]),
				at(7, [external('6'), tenthOfSeven]),
			);
			expect(await customerOf(store, tenthOfSeven)).toBe(await customerOf(store, external('7')));
			await recordAll(store, at(3, [external('8'), email('late@example.com')]));
			expect(await customerOf(store, tenthOfEight)).toBe(await customerOf(store, external('7')));
			expect(await customerOf(store, tenthOfSeven)).toBe(await customerOf(store, external('6')));
		});

		it('sorts with them those whom another touchpoint of the batch joins to one of them', async () => {
			const { store } = await openBoth();
			const [guest, both] = [email('guest@example.com'), email('both@example.com')];
			await recordAll(store, at(0, [guest]), at(2, [external('8'), both]));
			await recordAll(store, at(3, [external('9'), both]), ofEight(5));
			await store.record([ofSeven(1), at(9, [external('9'), guest])], byCustomer);
			expect(await historyOf(store, external('9'))).toEqual(['test:0', 'test:3', 'test:9']);
		});

		it('sees what came later behind more touchpoints of one instant than it looks at', async () => {
			const { store } = await openBoth();
			const atOnce = Array.from({ length: 150 }, (_, n) =>
				at(3, [external('8')], { id: `test:0-${n}` }),
			);
			await store.record([...atOnce, ofEight(5)], byCustomer);
			await recordAll(store, ofSeven(3));
			expect(await customerOf(store, shared)).toBe(await customerOf(store, external('7')));
		});

		it('gives what a merged customer claims to the survivor', async () => {
			const { store } = await openBoth();
			const guest = email('guest@example.com');
			await recordAll(store, at(0, [guest]), ofSeven(1), ofEight(5));
			const survivor = await customerOf(store, guest);
			await recordAll(store, at(6, [external('8'), guest]));
			expect(await customerOf(store, external('8'))).toBe(survivor);
			expect((await store.exportCustomer(guest))?.records.contestedIdentities).toEqual([
				{ identityKey: 'email:shared@example.com' },
			]);
		});

		it('exports who contests what, and erases it', async () => {
			const { store, database } = await openBoth();
			await recordAll(store, ofSeven(1), ofEight(5));
			const kept = await store.exportCustomer(external('8'));
			expect(kept?.records.contestedIdentities).toEqual([
				{ identityKey: 'email:shared@example.com' },
			]);
			await store.eraseCustomer(external('7'), NOON);
			expect(await contestedRows(database)).toEqual([]);
			await recordAll(store, ofEight(3));
			expect(await customerOf(store, shared)).toBe(await customerOf(store, external('8')));
		});

		it('finds the claims of a store that is older than the table of them', async () => {
			const { store, database } = await openBoth();
			const till: Identity = { kind: 'anonymous', namespace: 'web', value: 'till' };
			const addresses = Array.from({ length: 10 }, (_, n) => email(`${n}@example.com`));
			const others = Array.from({ length: 1100 }, (_, n) =>
				at(20 + n, [external(`other-${n}`), email(`other-${n}@example.com`)]),
			);
			await store.record(others, byCustomer);
			await recordAll(store, ofSeven(1), ofEight(5), at(6, [till, ...addresses]));
			await recordAll(store, at(7, [email('own@example.com'), till]));
			const known = await contestedRows(database);
			expect(known).toHaveLength(3);
			await database.write(async (transaction) => {
				await run(transaction, 'DELETE FROM contested_identity', []);
				await keepEarlierContenders(transaction, database.dialect);
			});
			expect(await contestedRows(database)).toEqual(known);
		});

		it('takes a deal with several contacts for no contest', async () => {
			const { store, database } = await openBoth();
			const [deal] = await store.record([at(5, [external('7'), external('8')])], byCustomer);
			expect(deal?.conflicts).toEqual([{ identity: 'external:shop:8', why: 'other_customer' }]);
			await recordAll(store, at(1, [external('8')]));
			expect(await contestedRows(database)).toEqual([]);
			expect(await historyOf(store, external('8'))).toEqual(['test:1']);
		});

		it('asks about contests in the statement that finds the customers, and nothing more while there is none', async () => {
			const { store, database } = await openBoth();
			await recordAll(store, at(0, [external('7')]));
			const asked: string[] = [];
			watch(database, (sql) => asked.push(sql));
			await recordAll(store, ofSeven(1), at(2, [shared]));
			const aboutContests = asked.filter((sql) => sql.includes('contested_identity'));
			expect(aboutContests).toHaveLength(2);
			for (const sql of aboutContests) expect(sql).toContain('identity_rule');
		});

		it('sorts nothing anew for touchpoints in order', async () => {
			const { store, database } = await openBoth();
			await recordAll(store, ofSeven(1), ofEight(5));
			const asked: string[] = [];
			watch(database, (sql) => asked.push(sql));
			await recordAll(store, at(6, [shared]), ofEight(7), at(8, [external('8')]));
			expect(asked.filter((sql) => sql.includes('customer_merge'))).toEqual([]);
			await recordAll(store, ofEight(3));
			expect(asked.filter((sql) => sql.includes('customer_merge'))).not.toEqual([]);
		});

		it('finds whose an identity is, though the claims on it were made before claims were written down', async () => {
			const { store, database } = await openBoth();
			const own = email('own@example.com');
			await recordAll(store, at(1, [external('6'), own]), at(2, [external('8'), own]));
			await database.write(
				async (transaction) => await run(transaction, 'DELETE FROM contested_identity', []),
			);
			await recordAll(store, ofEight(5), at(6, [shared]), ofSeven(3));
			expect(await historyOf(store, external('7'))).toEqual(['test:3', 'test:6']);
			expect(await customerOf(store, own)).toBe(await customerOf(store, external('6')));
		});

		it('gives the same customers when all touchpoints are recorded at the same moment', async () => {
			const facts = contestedFacts(people, 3, { minFacts: 6, maxFacts: 10, minutes: 6 });
			const arrivals = facts.map((all) => ({ all, backwards: [...all].reverse() }));
			await fc.assert(
				fc.asyncProperty(arrivals, async ({ all, backwards }) => {
					const expected = await shown(all, all.length, people, byCustomer);
					const { store } = await openBoth();
					await Promise.all(backwards.map(async (fact) => await store.record([fact], byCustomer)));
					expect(await pictureOf(store, people, [byCustomer.definition])).toEqual(expected);
					await closeAll();
				}),
				{ numRuns: runsOn(name, 8) },
			);
		});

		it('does not go into what more people claim than can be people, and says so of what comes out of order', async () => {
			const { store } = await openBoth();
			const till: Identity = { kind: 'phone', value: '+302101234567' };
			const many = Array.from({ length: 1002 }, (_, n) =>
				at(n + 1, [external(`customer-${n}`), till]),
			);
			await store.record(many, byCustomer);
			const refused = { identity: 'phone:+302101234567', why: 'other_customer' };
			const [inOrder] = await store.record([at(2000, [external('next'), till])], byCustomer);
			expect(inOrder).toMatchObject({ outcome: 'moved', conflicts: [refused] });
			const [late] = await store.record([at(0, [external('late'), till])], byCustomer);
			expect(late).toMatchObject({
				outcome: 'moved',
				conflicts: [refused, { identity: 'external:shop:late', why: 'not_reviewed' }],
			});
			const [apart] = await store.record([ofEight(5)], byCustomer);
			expect(apart?.conflicts).toEqual([]);
		});

		it('says so where people have done too much to be sorted anew, and leaves who came first as it is', async () => {
			const { store } = await openBoth();
			const many = Array.from({ length: MAX_TOUCHPOINTS_OF_GROUP }, (_, n) =>
				at(100 + n, [external('8'), shared]),
			);
			for (let start = 0; start < many.length; start += 1000)
				await store.record(many.slice(start, start + 1000), byCustomer);
			const [enough] = await store.record([ofSeven(50)], byCustomer);
			expect(await customerOf(store, shared)).toBe(enough?.customerId);
			const [tooMuch] = await store.record([at(20, [external('9'), shared])], byCustomer);
			expect(tooMuch).toMatchObject({
				late: false,
				conflicts: [
					{ identity: 'email:shared@example.com', why: 'other_customer' },
					{ identity: 'external:shop:9', why: 'not_reviewed' },
				],
			});
			expect(await customerOf(store, shared)).toBe(enough?.customerId);
		}, 120_000);
	});
}
