import fc from 'fast-check';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Touchpoint } from '../../journey/touchpoint';
import { closeStores, openStore, type StoreSettings } from '../../store/open-store';
import { factsOf, peopleOf, picture } from '../support/arrivals';
import { MINUTE_MS, NOON } from '../support/touchpoint';
import { startChild } from './child';
import { onBothDatabases, progress, seedOf, type Stores } from './stores';
import type { WriterOrder, WriterWord } from './writer';

const DELIVERIES = 10_000;
const ROUNDS = 20;
const PEOPLE = 100;
const LANES = 4;
const LATE_MS = 500 * MINUTE_MS;
const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

/** Two words a delivery: on average the rounds take up nine tenths of the deliveries. */
const MOST_WORDS = Math.floor((2 * 2 * 0.9 * DELIVERIES) / ROUNDS);

/** What a round does to the processes once the writer has said so many words. */
interface Round {
	readonly words: number;
	readonly server: 'stays' | 'SIGKILL' | 'SIGQUIT';
	/** Whether the writer goes on for as many words again after the server came back, before it is killed too. */
	readonly outlives: boolean;
}

/** The deliveries, each of one to three touchpoints, and the rounds. */
function planOf(seed: number): { deliveries: Touchpoint[][]; rounds: Round[] } {
	const [touchpoints] = fc.sample(
		factsOf({ people: PEOPLE, minFacts: DELIVERIES * 2, maxFacts: DELIVERIES * 2, minutes: 5000 }),
		{ seed, numRuns: 1 },
	);
	// Nearly in order, as they come in life: one in ten is hours late.
	const arrived = (touchpoints ?? [])
		.map((one, index) => ({ one, at: one.occurredAt + (index % 10 === 0 ? LATE_MS : 0) }))
		.sort((a, b) => a.at - b.at)
		.map(({ one }) => one);
	const sizes = fc.sample(fc.integer({ min: 1, max: 3 }), { seed, numRuns: DELIVERIES });
	let first = 0;
	const deliveries = sizes.map((size) => arrived.slice(first, (first += size)));
	const rounds = fc.sample(
		fc.record({
			words: fc.integer({ min: 1, max: MOST_WORDS }),
			server: fc.constantFrom('stays' as const, 'SIGKILL' as const, 'SIGQUIT' as const),
			outlives: fc.boolean(),
		}),
		{ seed, numRuns: ROUNDS },
	);
	return { deliveries, rounds };
}

/** Lets a writer work until the round's words are said, and kills it and, where the round says so, the server. */
async function play(
	stores: Stores,
	order: WriterOrder,
	round: Round,
	onWord: (word: WriterWord) => void,
): Promise<void> {
	let heard = 0;
	let reached: () => void = () => undefined;
	const wordsSaid = async (count: number): Promise<void> =>
		await new Promise((done) => {
			const goal = heard + count;
			reached = () => {
				if (heard >= goal) done();
			};
		});
	const writer = await startChild<WriterOrder, WriterWord>('writer', order, (word) => {
		onWord(word);
		heard += 1;
		reached();
	});
	const enough = wordsSaid(round.words);
	writer.begin();
	// A writer that has done everything ends by itself; one that failed ends the test.
	const finished = writer.ended.then(() => undefined);
	await Promise.race([enough, finished]);
	if (stores.server && round.server !== 'stays') {
		await stores.server.crash(round.server);
		if (round.outlives) {
			const more = wordsSaid(round.words);
			await stores.server.restart();
			await Promise.race([more, finished]);
			writer.kill();
		} else {
			writer.kill();
			await stores.server.restart();
		}
	} else writer.kill();
	await writer.ended;
}

async function pictureOf(place: StoreSettings): Promise<unknown> {
	const store = await openStore(place);
	const seen = await picture(store, peopleOf(PEOPLE));
	await closeStores();
	return seen;
}

describe('a store whose processes are killed again and again', () => {
	onBothDatabases((stores) => {
		it('loses nothing it acknowledged, doubles nothing, and ends as if nothing had happened', async () => {
			const { deliveries, rounds } = planOf(seedOf(`crash on ${stores.name}`));
			const place = await stores.newPlace();
			const accepted = new Set<number>();
			const recorded = new Set<number>();
			const order = (): WriterOrder => ({
				store: place,
				lanes: LANES,
				// What was accepted and not applied comes first, as it does from the moments.
				deliveries: [...deliveries.keys()]
					.filter((number) => !recorded.has(number))
					.sort((a, b) => Number(accepted.has(b)) - Number(accepted.has(a)) || a - b)
					.map((number) => ({
						number,
						touchpoints: deliveries[number] ?? [],
						accepted: accepted.has(number),
					})),
			});
			const hear = ({ step, delivery }: WriterWord): void => {
				accepted.add(delivery);
				if (step === 'recorded') recorded.add(delivery);
			};
			for (const [index, round] of rounds.entries()) {
				await play(stores, order(), round, hear);
				progress(
					`crash on ${stores.name}: round ${index + 1} of ${ROUNDS}, ${recorded.size} of ${DELIVERIES} deliveries recorded` +
						(stores.server && round.server !== 'stays' ? `, server ended by ${round.server}` : ''),
				);
			}
			expect(recorded.size).toBeGreaterThan(DELIVERIES / 10);

			const store = await openStore(place);
			const acknowledged = (numbers: ReadonlySet<number>) =>
				[...numbers].flatMap((number) => deliveries[number] ?? []);
			const statuses = await store.accept(acknowledged(accepted));
			expect(statuses.filter(({ status }) => status === 'new')).toEqual([]);
			const again = await store.record(acknowledged(recorded), options);
			expect(again.filter(({ refusal }) => refusal !== 'duplicate')).toEqual([]);

			const rest = order().deliveries.flatMap(({ touchpoints }) => touchpoints);
			for (let start = 0; start < rest.length; start += 500)
				await store.record(rest.slice(start, start + 500), options);
			await closeStores();

			progress(`crash on ${stores.name}: the same once more, undisturbed`);
			const undisturbed = await stores.newPlace();
			const inOrder = await openStore(undisturbed);
			const all = deliveries.flat();
			for (let start = 0; start < all.length; start += 500)
				await inOrder.record(all.slice(start, start + 500), options);
			await closeStores();
			expect(await pictureOf(place)).toEqual(await pictureOf(undisturbed));
		});
	});
});
