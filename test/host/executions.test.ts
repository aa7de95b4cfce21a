import { listExecutions, waitUntilSettled, type Execution } from '../../host/executions';
import { N8nRest } from '../../host/rest-client';
import { startStandIn, stopStandIns } from './stand-in';

afterEach(stopStandIns);

interface Filter {
	readonly status?: readonly string[];
}

/** An n8n that lists executions as n8n 2.41 does: newest first, a page at a time, filtered by status. */
async function startLister(current: () => readonly Partial<Execution>[]) {
	return startStandIn(({ url }) => {
		const filter = JSON.parse(url.searchParams.get('filter') ?? '{}') as Filter;
		const limit = Number(url.searchParams.get('limit'));
		if (limit > 100)
			return { status: 400, body: { message: 'Execution limit must be between 1 and 100' } };
		const from = Number(url.searchParams.get('cursor') ?? 0);
		const all = current().filter(({ status }) => filter.status?.includes(status ?? '') ?? true);
		const nextCursor = from + limit < all.length ? String(from + limit) : null;
		return {
			body: { data: { results: all.slice(from, from + limit), nextCursor, count: all.length } },
		};
	});
}

const execution = (id: number, status: Execution['status']) => ({ id: String(id), status });

describe('executions', () => {
	it('are listed to the end, page after page', async () => {
		const all = Array.from({ length: 230 }, (_, index) => execution(230 - index, 'success'));
		const n8n = await startLister(() => all);

		expect(await listExecutions(new N8nRest(n8n.address))).toEqual(all);
	});

	it('are settled when there are as many as expected and none is new or running', async () => {
		const moments = [
			[execution(1, 'running')],
			[execution(1, 'success')],
			[execution(2, 'new'), execution(1, 'success')],
			[execution(2, 'waiting'), execution(1, 'success')],
		];
		let looks = 0;
		// Each look asks twice: what is unsettled, and how many there are.
		const n8n = await startLister(() => moments[Math.min(3, Math.floor(looks++ / 2))] ?? []);

		const settled = waitUntilSettled(new N8nRest(n8n.address), { atLeast: 2, withinMs: 60_000 });
		await expect(settled).resolves.toBe(2);
		expect(looks).toBe(8);
	});

	it('are waited for no longer than told, and the failure says what is missing', async () => {
		const n8n = await startLister(() => [execution(1, 'running')]);
		const settled = waitUntilSettled(new N8nRest(n8n.address), { atLeast: 3, withinMs: 0 });

		await expect(settled).rejects.toThrow(
			'After 0 s n8n has 1 executions, 1 of them not finished; at least 3 finished ones were expected.',
		);
	});
});
