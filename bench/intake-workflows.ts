import type { N8nWorkflow } from '../host/n8n-import';

/** The credential with the secret by which all requests of the measurement are signed. */
export const BENCH_CREDENTIAL = { id: 'bench-shopify', name: 'Bench signing secret' } as const;

/** The ways a signed delivery can be taken in, each a workflow that listens at `/webhook/<path>`. */
export const INTAKES = ['trigger', 'webhook', 'handWired'] as const;

export type Intake = (typeof INTAKES)[number];

interface Step {
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
}

/** Gives a workflow in which each step follows the one before. */
function workflowOf(
	intake: Intake,
	steps: readonly Step[],
): N8nWorkflow & { readonly connections: object } {
	return {
		id: `bench${intake}`,
		name: `Bench ${intake}`,
		active: true,
		nodes: steps.map((step, place) => ({
			...step,
			id: `${intake}-${place}`,
			position: [place * 240, 0],
			...(place === 0 && { webhookId: `bench-${intake}` }),
		})),
		connections: Object.fromEntries(
			steps
				.slice(0, -1)
				.map(({ name }, place) => [
					name,
					{ main: [[{ node: steps[place + 1]?.name, type: 'main', index: 0 }]] },
				]),
		),
		...{ settings: { executionOrder: 'v1' } },
	};
}

const webhook = (intake: Intake, rawBody: boolean): Step => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	parameters: {
		httpMethod: 'POST',
		path: intake,
		responseMode: 'onReceived',
		options: { rawBody },
	},
});

/** What teams write by hand today: the signature in a Code node. It compares in constant time, as it should. */
const verifyInCode = (secret: string): string => `
const crypto = require('crypto');
const results = [];
for (const [index, item] of $input.all().entries()) {
	const body = await this.helpers.getBinaryDataBuffer(index, 'data');
	const expected = crypto.createHmac('sha256', ${JSON.stringify(secret)}).update(body).digest();
	const given = Buffer.from(item.json.headers['x-shopify-hmac-sha256'] ?? '', 'base64');
	if (given.length !== expected.length || !crypto.timingSafeEqual(given, expected)) throw new Error('bad signature');
	const order = JSON.parse(body.toString());
	results.push({ json: {
		event: item.json.headers['x-shopify-webhook-id'],
		email: order.email.trim().toLowerCase(),
		type: 'order_completed',
		occurred: order.created_at,
		total: order.total_price,
	} });
}
return results;`;

/** Gives the workflows: ours, n8n's own Webhook node doing nothing, and the same job wired by hand. */
export function intakeWorkflows(secret: string): readonly N8nWorkflow[] {
	return [
		workflowOf('trigger', [
			{
				name: 'Touchpoint Trigger',
				type: 'n8n-nodes-customer-journey.touchpointTrigger',
				typeVersion: 2,
				parameters: { source: 'shopify', path: 'trigger', options: {} },
				credentials: { touchpointSourceApi: BENCH_CREDENTIAL },
			},
		]),
		workflowOf('webhook', [webhook('webhook', false)]),
		workflowOf('handWired', [
			webhook('handWired', true),
			{
				name: 'Verify',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				parameters: { jsCode: verifyInCode(secret) },
			},
			{
				name: 'Once',
				type: 'n8n-nodes-base.removeDuplicates',
				typeVersion: 2,
				parameters: {
					operation: 'removeItemsSeenInPreviousExecutions',
					logic: 'removeItemsWithAlreadySeenKeyValues',
					dedupeValue: '={{ $json.event }}',
					options: {},
				},
			},
			{
				name: 'Keep',
				type: 'n8n-nodes-base.dataTable',
				typeVersion: 1,
				parameters: {
					resource: 'row',
					operation: 'upsert',
					dataTableId: { __rl: true, mode: 'name', value: 'touchpoints' },
					matchType: 'allConditions',
					filters: {
						conditions: [{ keyName: 'event', condition: 'eq', keyValue: '={{ $json.event }}' }],
					},
					columns: { mappingMode: 'autoMapInputData', value: null },
					options: {},
				},
			},
		]),
	];
}
