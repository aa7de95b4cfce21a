import { Lanes } from '../../store/postgres/lanes';

/** Fills the lanes with work that ends when it is told to, and tells how much of it has begun. */
function fill(
	lanes: Lanes,
	count: number,
): { readonly begun: () => number; end: () => Promise<void> } {
	let begun = 0;
	const ends: (() => void)[] = [];
	const works = Array.from(
		{ length: count },
		async () =>
			await lanes.run(async () => {
				begun += 1;
				await new Promise<void>((done) => ends.push(done));
			}),
	);
	return {
		begun: () => begun,
		end: async () => {
			while (begun < count || ends.length > 0) {
				ends.shift()?.();
				await new Promise((turn) => setImmediate(turn));
			}
			await Promise.all(works);
		},
	};
}

async function begunAtOnce(lanes: Lanes, count = 20): Promise<number> {
	const work = fill(lanes, count);
	const begun = work.begun();
	await work.end();
	expect(work.begun()).toBe(count);
	return begun;
}

function keep(lanes: Lanes, times: number): void {
	for (let time = 0; time < times; time++) lanes.kept();
}

describe('the lanes of a process', () => {
	it('let everybody through while nobody loses a race', async () => {
		expect(await begunAtOnce(new Lanes(8))).toBe(20);
	});

	it('become one fewer with each lost race, down to a single one', async () => {
		const lanes = new Lanes(4);
		const seen: number[] = [];
		for (let losses = 1; losses <= 4; losses++) {
			lanes.lost();
			seen.push(await begunAtOnce(lanes));
		}
		expect(seen).toEqual([3, 2, 1, 1]);
		expect(lanes.isSingle).toBe(true);
	});

	it('become more again once enough went well, later after many losses', async () => {
		const lanes = new Lanes(3);
		lanes.lost();
		keep(lanes, 19);
		expect(await begunAtOnce(lanes)).toBe(2);
		keep(lanes, 1);
		expect(await begunAtOnce(lanes)).toBe(20);
		for (let losses = 0; losses < 10; losses++) lanes.lost();
		keep(lanes, 159);
		expect(lanes.isSingle).toBe(true);
		keep(lanes, 1);
		expect(await begunAtOnce(lanes)).toBe(2);
		keep(lanes, 79);
		expect(await begunAtOnce(lanes)).toBe(2);
		keep(lanes, 1);
		expect(await begunAtOnce(lanes)).toBe(20);
	});

	it('begin to count anew with a lost race', async () => {
		const lanes = new Lanes(3);
		lanes.lost();
		lanes.lost();
		keep(lanes, 39);
		lanes.lost();
		keep(lanes, 79);
		expect(lanes.isSingle).toBe(true);
	});

	it('let people through in the order in which they came, also after work that failed', async () => {
		const lanes = new Lanes(2);
		lanes.lost();
		const order: number[] = [];
		const works = [1, 2, 3].map(
			async (n) =>
				await lanes.run(async () => {
					order.push(n);
					if (n === 1) throw new Error('lost');
				}),
		);
		expect((await Promise.allSettled(works)).map(({ status }) => status)).toEqual([
			'rejected',
			'fulfilled',
			'fulfilled',
		]);
		expect(order).toEqual([1, 2, 3]);
	});

	it('let nobody overtake those who wait, where one more has just been opened', async () => {
		const lanes = new Lanes(3);
		lanes.lost();
		lanes.lost();
		const first = fill(lanes, 2);
		keep(lanes, 40);
		const last = fill(lanes, 1);
		expect([first.begun(), last.begun()]).toEqual([1, 0]);
		await Promise.all([first.end(), last.end()]);
	});

	it('are no lanes where there is but one connection', () => {
		const lanes = new Lanes(1);
		lanes.lost();
		expect(lanes.isSingle).toBe(false);
	});
});
