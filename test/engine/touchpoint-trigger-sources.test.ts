import { LoadOptionsContext } from 'n8n-core';
import { NodeHelpers, type ILoadOptionsFunctions, type INodeParameters } from 'n8n-workflow';
import { TouchpointTrigger } from '../../nodes/TouchpointTrigger/TouchpointTrigger.node';
import { SOURCES } from '../../sources/catalogue';
import { NOW, stoppedClock } from './clock';
import { additionalDataOf, NODE, workflowOf, type NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { serveTrigger, type WebhookServer } from './webhook-server';

const store = temporaryStore();
stoppedClock();

let server: WebhookServer | undefined;
afterEach(async () => {
	await server?.stop();
	server = undefined;
});

const { description } = new TouchpointTrigger();

const trigger = (parameters: INodeParameters, secret?: string): NodeUnderTest => ({
	type: 'touchpointTrigger',
	typeVersion: 2,
	parameters: { path: 'journey', options: {}, ...parameters },
	credentials: {
		...(secret !== undefined && { touchpointSourceApi: { secret } }),
		...store.credentials,
	},
});

/** The fields and notices that the panel shows for a node of these parameters. */
function shownFields(parameters: INodeParameters): readonly string[] {
	const { nodeWithDefaults, node } = nodeOf(parameters);
	return description.properties
		.filter((property) =>
			NodeHelpers.displayParameter(nodeWithDefaults, property, node, description),
		)
		.map(({ name }) => name);
}

function nodeOf(parameters: INodeParameters) {
	const node = workflowOf(trigger(parameters)).getNode(NODE)!;
	return { node, nodeWithDefaults: node.parameters };
}

/** What the canvas shows under a trigger. */
function subtitleOf(source: string, path: string): string {
	const workflow = workflowOf(trigger({ source, path }));
	return workflow.expression.getSimpleParameterValue(
		workflow.getNode(NODE)!,
		description.subtitle!,
		'internal',
		{},
	) as string;
}

describe('the text under the node', () => {
	test.each([
		['shopify', 'journey/shopify', 'Shopify · journey/shopify'],
		['shopify', '', 'Shopify'],
		['segment', 'journey/segment', 'Segment · journey/segment'],
		['standard_webhooks', 'journey/tills', 'Standard Webhooks · tills'],
		['standard_webhooks', 'journey/standard-webhooks', 'Standard Webhooks'],
		['generic_address', 'journey/tills', 'Unsigned · Any JSON · tills'],
	])('of %s at "%s" is "%s"', (source, path, text) => {
		expect(subtitleOf(source, path)).toBe(text);
	});
});

describe('the list of sources', () => {
	const list = description.properties.find(({ name }) => name === 'source');
	const options = (list?.options ?? []) as { name: string; value: string; description: string }[];

	test('holds each sender of the catalogue once, by name, with what kind it is', () => {
		expect(options.map(({ value }) => value).sort()).toEqual(
			SOURCES.map(({ name }) => name).sort(),
		);
		const names = options.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		for (const option of options) expect(option.description).toMatch(/\S/);
	});

	test('no field of a source has the name of a field of the trigger', () => {
		const own = new Set(SOURCES.flatMap(({ fields = [] }) => fields.map(({ name }) => name)));
		const others = description.properties.filter(
			({ name, displayOptions }) => !(own.has(name) && displayOptions?.show?.source?.length === 1),
		);
		expect(others.filter(({ name }) => own.has(name))).toEqual([]);
	});
});

describe.each(SOURCES.map((source) => [source.name, source] as const))('%s', (name, source) => {
	test('shows its own fields, how to set it up, and no fields of another', () => {
		const shown = shownFields({ source: name });
		const own = (source.fields ?? []).map((field) => field.name);
		const foreign = SOURCES.flatMap(({ fields = [] }) => fields.map((field) => field.name)).filter(
			(field) => !own.includes(field),
		);
		expect(shown).toEqual(expect.arrayContaining([...own, `howTo_${name}`]));
		expect(shown.filter((field) => field.startsWith('howTo_'))).toHaveLength(1);
		expect(shown.filter((field) => foreign.includes(field))).toEqual([]);
		expect(shown.filter((field) => field.startsWith('warning_'))).toEqual(
			source.proof === 'signature' ? [] : [`warning_${source.proof}`],
		);
	});

	test('asks for a credential where it proves itself by a secret', () => {
		const { node, nodeWithDefaults } = nodeOf({ source: name });
		const [credential] = description.credentials ?? [];
		expect(NodeHelpers.displayParameter(nodeWithDefaults, credential!, node, description)).toBe(
			source.proof !== 'address',
		);
	});

	test('is called by source and path below the node, as far as they fit, with a mark where nothing is proved', () => {
		const mark = source.proof === 'address' ? 'Unsigned · ' : '';
		const [firstWord = ''] = source.displayName.split(' ');
		for (const path of ['', 'here', 'journey/here', 'journeys/of/everybody/who/comes/here']) {
			const subtitle = subtitleOf(name, path);
			expect(subtitle.startsWith(mark + firstWord)).toBe(true);
			expect(subtitle.length).toBeLessThanOrEqual(28);
			if (path !== '' && subtitle.includes('here')) expect(subtitle).toMatch(/ · (?:.*\/)?here$/);
		}
	});

	test('is reached by its own methods and by no other', async () => {
		server = await serveTrigger(trigger({ source: name }, 'example'));
		for (const method of ['GET', 'HEAD', 'POST'] as const) {
			const { status } = await fetch(`${server.address}/journey`, { method });
			const isOpen = (source.methods ?? ['POST']).includes(method);
			expect([method, status === 404]).toEqual([method, !isOpen]);
		}
	});
});

test('a source that is known by its address alone works without a credential', async () => {
	const path = 'a81f6c2e-93d4-4b70-8e15-2c7d9f03b6aa';
	server = await serveTrigger(trigger({ source: 'generic_address', sender: 'till', path }));
	const response = await fetch(`${server.address}/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ id: 1, type: 'store_visited', email: 'charlotte@example.com' }),
	});
	expect(response.status).toBe(200);
	expect(server.executions[0]?.[0]?.json.id).toBe('till:1');
});

test("a source is given its own fields: WhatsApp's challenge is answered for the token of the field", async () => {
	server = await serveTrigger(trigger({ source: 'whatsapp', verifyToken: 'example-token' }, 'x'));
	const ask = async (token: string) =>
		await fetch(
			`${server?.address}/journey?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158`,
		);
	const right = await ask('example-token');
	expect([right.status, await right.text()]).toEqual([200, '1158']);
	expect(await (await ask('guess')).text()).not.toBe('1158');
	expect(server.executions).toHaveLength(0);
});

describe('deliveries that were refused', () => {
	const load = async (path: string, credentialId?: string, refusals = '') => {
		const parameters = { source: 'shopify', path, refusals };
		const workflow = workflowOf(trigger(parameters));
		const node = {
			...workflow.getNode(NODE)!,
			...(credentialId && {
				credentials: { touchpointSourceApi: { id: credentialId, name: credentialId } },
			}),
		};
		const additionalData = {
			...additionalDataOf(trigger(parameters), 'internal'),
			currentNodeParameters: parameters,
		};
		const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters.refusals');
		const { getRecentRefusals } = new TouchpointTrigger().methods.loadOptions;
		return await getRecentRefusals.call(context as unknown as ILoadOptionsFunctions);
	};

	test('are shown in the panel of the node, with time and reason, to those who may use its credential', async () => {
		const secret = 'example-app-client-secret';
		server = await serveTrigger(trigger({ source: 'shopify', path: 'refused' }, secret));
		for (let i = 0; i < 2; i++) {
			await fetch(`${server.address}/refused`, {
				method: 'POST',
				body: JSON.stringify({ email: 'charlotte@example.com' }),
				headers: { 'x-shopify-hmac-sha256': 'Zm9yZ2Vk', 'x-shopify-topic': 'orders/create' },
			});
		}
		const [summary, refusal, ...others] = await load('refused', 'touchpointSourceApi');
		expect(others).toEqual([]);
		expect(summary).toEqual({ name: '2: 401 bad_signature', value: '' });
		expect(refusal?.name).toBe('10:00:00 UTC: 401 bad_signature (2 times)');
		expect(refusal?.description).toMatch(/compare the secret/);
		expect(JSON.stringify(refusal)).not.toMatch(/charlotte|example-app-client-secret/);
		expect(await load('refused', 'another')).toMatchObject([{ name: 'None' }]);
		expect(await load('elsewhere', 'touchpointSourceApi')).toMatchObject([{ name: 'None' }]);
	});

	test('are summed up in the closed list, whatever somebody has chosen in it', async () => {
		server = await serveTrigger(trigger({ source: 'shopify', path: 'chosen' }, 'example'));
		await fetch(`${server.address}/chosen`, { method: 'POST', body: '{}' });
		const entries = await load('chosen', 'touchpointSourceApi', 'refusal 1');
		expect(entries.map(({ name, value }) => [name, value])).toEqual([
			['1: 401 missing_signature', 'refusal 1'],
			['10:00:00 UTC: 401 missing_signature', ''],
		]);
	});

	test('are no longer shown after an hour', async () => {
		server = await serveTrigger(trigger({ source: 'shopify', path: 'old' }, 'example'));
		await fetch(`${server.address}/old`, { method: 'POST', body: '{}' });
		expect(await load('old', 'touchpointSourceApi')).toHaveLength(2);
		jest.spyOn(Date, 'now').mockReturnValue(NOW + 3_600_001);
		expect(await load('old', 'touchpointSourceApi')).toMatchObject([{ name: 'None' }]);
	});
});
