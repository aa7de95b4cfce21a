import { publishWorkflows } from '../../host/publication';
import { N8nRest } from '../../host/rest-client';
import { startStandIn, stopStandIns } from './stand-in';

afterEach(stopStandIns);

/** An n8n that answers each question about the publication with the next of these, and the last ever after. */
function startPublisher(...statuses: readonly object[]) {
	let asked = 0;
	return startStandIn(({ url }) => {
		if (!url.pathname.endsWith('/publication-status'))
			return { body: { data: { versionId: 'v1' } } };
		return { body: { data: statuses[Math.min(asked++, statuses.length - 1)] } };
	});
}

const REDEEM = { id: 'redeem', name: 'Redeem in store' };

describe('publishing workflows', () => {
	it('publishes the version that n8n has and waits until the triggers are at work', async () => {
		const n8n = await startPublisher(
			{ status: 'not_published', triggers: [] },
			{ status: 'in_progress', triggers: [] },
			{ status: 'published', triggers: [{ errorMessage: null }] },
		);
		await publishWorkflows(new N8nRest(n8n.address), [REDEEM]);

		expect(n8n.asked.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
			'GET /rest/workflows/redeem',
			'POST /rest/workflows/redeem/activate',
			'GET /rest/workflows/redeem/publication-status',
			'GET /rest/workflows/redeem/publication-status',
			'GET /rest/workflows/redeem/publication-status',
		]);
		expect(n8n.asked[1]?.body).toEqual({ versionId: 'v1' });
	});

	it.each(['failed', 'partial'])(
		'fails with the reason of n8n when a trigger is not at work (%s)',
		async (status) => {
			const triggers = [{ errorMessage: null }, { errorMessage: 'The path is taken' }];
			const n8n = await startPublisher({ status, triggers });

			await expect(publishWorkflows(new N8nRest(n8n.address), [REDEEM])).rejects.toThrow(
				`n8n did not publish the workflow "Redeem in store" (${status}): The path is taken`,
			);
		},
	);
});
