import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import axios from 'axios';
import { makeDayCredentials } from '../../examples/shop/play-day';
import { readWorkflows } from '../../host/example-workflows';
import { waitUntilSettled } from '../../host/executions';
import { makeSenderSecrets } from '../../host/sender-secrets';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Identity } from '../../journey/identity';
import type { JourneyStore } from '../../store/journey-store';
import { closeStores, openStore } from '../../store/open-store';
import { touchpoint } from '../support/touchpoint';
import { setUpN8n, type RestartableN8n } from './restartable-n8n';

const BUYER = '+302101234567';
const STRANGER = '+442079460123';

const phone = (number: string): Identity => ({ kind: 'phone', value: number });

describe('the example that answers a call', () => {
	const folder = mkdtempSync(join(tmpdir(), 'customer-journey-calls-'));
	const secrets = makeSenderSecrets();
	let n8n: RestartableN8n;
	let store: JourneyStore;

	beforeAll(async () => {
		const storePath = join(folder, '.n8n', 'customer-journey.sqlite');
		const workflows = await readWorkflows(resolve('examples'), 'http://127.0.0.1:5678');
		n8n = await setUpN8n(folder, {
			credentials: makeDayCredentials({ secrets, storePath }),
			workflows: workflows.filter(({ id }) => id === 'answerACall'),
		});
		store = await openStore({ kind: 'sqlite', path: storePath });
	}, 240_000);

	afterAll(async () => {
		await closeStores();
		await n8n?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	/** What the phone system is told about a call, once the workflow has ended. */
	async function call(body: object, key = secrets.operator): Promise<unknown> {
		const answer = await axios.post<unknown>(`${n8n.address}/webhook/incoming-call`, body, {
			headers: { 'X-Journey-Key': key },
			validateStatus: () => true,
		});
		await waitUntilSettled(n8n.rest, { atLeast: 0, withinMs: 60_000 });
		return answer.status === 200 ? answer.data : answer.status;
	}

	const historyOf = async (number: string) =>
		(await store.getContext(phone(number), 10, Date.now()))?.touchpoints.map(({ type }) => type);

	it('puts somebody through whom nobody knows, and knows them from then on', async () => {
		await expect(call({ phone: STRANGER })).resolves.toEqual({
			action: 'put_through',
			skill: null,
			priority: 4,
			language: null,
		});
		await expect(historyOf(STRANGER)).resolves.toEqual(['call_received']);
	});

	it('puts a hidden number through and records nothing', async () => {
		const before = await store.getTotals();
		await expect(call({ phone: 'anonymous' })).resolves.toMatchObject({
			action: 'put_through',
			priority: 4,
		});
		await expect(store.getTotals()).resolves.toEqual(before);
	});

	it('tells a buyer the status of the order, and promises a call back when they want a person', async () => {
		await store.record(
			[
				touchpoint('order', {
					type: 'order_completed',
					identities: [phone(BUYER)],
					keys: { order: '1001' },
					occurredAt: Date.now(),
					receivedAt: Date.now(),
				}),
			],
			{ definition: BUILT_IN_DEFINITIONS.five_stage, now: Date.now() },
		);
		await expect(call({ phone: BUYER })).resolves.toEqual({
			action: 'tell_order_status',
			orderId: '1001',
			orderStatus: 'ordered',
			language: null,
		});
		await expect(call({ phone: BUYER, wantsPerson: true })).resolves.toMatchObject({
			action: 'call_back',
			callBackAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:/) as string,
		});
		await expect(call({ phone: BUYER, topic: 'complaint' })).resolves.toMatchObject({
			action: 'put_through',
			skill: 'Care',
		});
		await expect(historyOf(BUYER)).resolves.toEqual([
			'call_received',
			'call_received',
			'call_received',
			'order_completed',
		]);
	});

	it('tells nothing to a caller of the address who has no key', async () => {
		await expect(call({ phone: BUYER }, 'guessed')).resolves.toBe(403);
	});
});
