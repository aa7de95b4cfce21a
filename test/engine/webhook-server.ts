import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGunzip } from 'node:zlib';
import { WebhookContext } from 'n8n-core';
import { NodeHelpers, resolveWebhookDescriptionField } from 'n8n-workflow';
import type { INodeExecutionData, IWebhookData, IWebhookDescription, Workflow } from 'n8n-workflow';
import { additionalDataOf, NODE, workflowOf, type NodeUnderTest } from './harness';

/** What a trigger wrote to n8n's log. */
export interface LogLine {
	readonly level: 'warn' | 'error';
	readonly message: string;
}

export interface WebhookServer {
	/** Ends in `/webhook`. */
	readonly address: string;
	/** The items of each execution that was started, of the first output. */
	readonly executions: readonly (readonly INodeExecutionData[])[];
	/** The items of each execution by output. */
	readonly outputs: readonly (readonly (readonly INodeExecutionData[])[])[];
	readonly log: readonly LogLine[];
	stop(): Promise<void>;
}

/** What n8n itself takes at most, here small enough for a test. */
const HOST_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Serves a trigger node over real HTTP as n8n does: routes by n8n's own path rules, reads and unzips the body, and runs
 * the node in n8n-core's webhook context. `mode` is `manual` for "Listen for test event".
 */
export async function serveTrigger(
	node: NodeUnderTest,
	mode: 'webhook' | 'manual' = 'webhook',
): Promise<WebhookServer> {
	const workflow = workflowOf(node);
	const executions: (readonly INodeExecutionData[])[] = [];
	const outputs: (readonly (readonly INodeExecutionData[])[])[] = [];
	const log: LogLine[] = [];
	const routes = routesOf(workflow);
	const server = createServer((request, response) => {
		void handle(request, response).catch((error: unknown) => {
			response.writeHead(500).end(String(error));
		});
	});

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = (request.url ?? '').split('?')[0];
		const description = routes.get(`${request.method} ${path}`);
		if (!description) {
			response.writeHead(404).end();
			return;
		}
		request.readRawBody = async () => await readRawBody(request);
		// As Express names the caller behind one trusted proxy.
		const forwarded = String(request.headers['x-forwarded-for'] ?? '');
		const caller = request.socket.remoteAddress;
		Object.assign(
			request,
			forwarded ? { ip: forwarded, ips: [forwarded] } : { ip: caller, ips: [] },
		);
		const webhookData = { webhookDescription: description } as IWebhookData;
		const additionalData = {
			...additionalDataOf(node, mode),
			httpRequest: request as never,
			httpResponse: response as never,
		};
		const testedNode = workflow.getNode(NODE);
		const type = workflow.nodeTypes.getByNameAndVersion(testedNode!.type, testedNode!.typeVersion);
		const context = new WebhookContext(
			workflow,
			testedNode!,
			additionalData,
			mode,
			webhookData,
			[],
			null,
		);
		const keep = (level: LogLine['level']) => (message: string) =>
			void log.push({ level, message });
		Object.defineProperty(context, 'logger', {
			value: { warn: keep('warn'), error: keep('error') },
		});
		const result = await (type.webhook as () => ReturnType<NonNullable<typeof type.webhook>>).call(
			context,
		);
		if (result.workflowData) {
			executions.push(result.workflowData[0] ?? []);
			outputs.push(result.workflowData);
		}
	}

	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return {
		address: `http://127.0.0.1:${port}/webhook`,
		executions,
		outputs,
		log,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}

/** The addresses that n8n would register, found without its expression engine as in production. */
function routesOf(workflow: Workflow): ReadonlyMap<string, IWebhookDescription> {
	const node = workflow.getNode(NODE)!;
	const { webhooks = [] } = workflow.nodeTypes.getByNameAndVersion(
		node.type,
		node.typeVersion,
	).description;
	const routes = new Map<string, IWebhookDescription>();
	for (const description of webhooks) {
		const field = (name: string) => {
			const native = resolveWebhookDescriptionField(node, description, name);
			return native.resolved ? native.value : description[name];
		};
		const isFullPath = field('isFullPath') === true;
		const path = String(field('path')).replace(/^\/|\/$/g, '');
		const fullPath = NodeHelpers.getNodeWebhookPath('workflow-1', node, path, isFullPath, false);
		for (const method of String(field('httpMethod')).split(',').filter(Boolean)) {
			routes.set(`${method} /webhook/${fullPath}`, description);
		}
	}
	return routes;
}

async function readRawBody(request: IncomingMessage): Promise<void> {
	const isZipped = request.headers['content-encoding'] === 'gzip';
	const stream = isZipped ? request.pipe(createGunzip()) : request;
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of stream) {
		size += (chunk as Buffer).length;
		if (size > HOST_LIMIT_BYTES) {
			throw Object.assign(new Error('request entity too large'), { type: 'entity.too.large' });
		}
		chunks.push(chunk as Buffer);
	}
	request.rawBody = Buffer.concat(chunks);
}
