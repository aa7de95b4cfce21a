import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localAddress } from '../../../nodes/shared/resuming/local-address';
import { postResume } from '../../../nodes/shared/resuming/post-resume';

interface Answer {
	readonly status: number;
	readonly body: string;
	readonly headers?: Readonly<Record<string, string>>;
}

const json = (status: number, body: object): Answer => ({ status, body: JSON.stringify(body) });

const servers: Server[] = [];

/** Serves one answer on a free port and keeps what was posted. */
async function serve(answer: Answer) {
	const posts: { readonly url: string | undefined; readonly body: string }[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			posts.push({ url: request.url, body });
			response.writeHead(answer.status, answer.headers).end(answer.body);
		});
	});
	servers.push(server);
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return { port, posts, address: `http://127.0.0.1:${port}/webhook-waiting/17?signature=abc` };
}

afterEach(async () => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		await new Promise((done) => server.close(done));
	}
});

/** A port on which nobody answers: it was free a moment ago. */
async function closedPort(): Promise<number> {
	const { port } = await serve(json(200, {}));
	await new Promise((done) => servers.pop()?.close(done));
	return port;
}

const post = async (resumeUrl: string, port: number) =>
	await postResume({ waitId: 'wait-1', resumeUrl }, { N8N_PORT: String(port) });

it('does not take an answer about another wait for a resume of this one', async () => {
	const n8n = await serve(json(200, { resumed: 'wait-2' }));
	expect(await post(n8n.address, n8n.port)).toEqual({
		kind: 'unreachable',
		reason: 'HTTP 200; on this machine HTTP 200',
	});
});

it('posts the id of the wait, and takes the answer of the node for a resume', async () => {
	const n8n = await serve(json(200, { resumed: 'wait-1' }));
	expect(await post(n8n.address, 1)).toEqual({ kind: 'resumed' });
	expect(n8n.posts).toEqual([
		{ url: '/webhook-waiting/17?signature=abc', body: '{"waitId":"wait-1"}' },
	]);
});

it.each([
	[
		'has finished',
		json(409, { code: 409, message: 'The execution "17 has finished already.' }),
		'gone',
	],
	[
		'failed',
		json(409, { code: 409, message: 'The execution "17" has finished with error.' }),
		'gone',
	],
	[
		'does not exist',
		json(404, { code: 404, message: 'The execution "17" does not exist.' }),
		'gone',
	],
	['is another one by now', json(401, { error: 'Invalid token' }), 'gone'],
	[
		'died when n8n was killed',
		json(500, { code: 0, message: 'Execution is already being resumed by another process' }),
		'gone',
	],
	['waits for something else', json(409, { refused: 'not_waiting' }), 'gone'],
	[
		'is running',
		json(409, { code: 409, message: 'The execution "17" is running already.' }),
		'busy',
	],
	['cannot open its store', json(503, { refused: 'store' }), 'busy'],
])('understands n8n when the execution %s', async (_what, answer, kind) => {
	const n8n = await serve(answer);
	expect(await post(n8n.address, 1)).toEqual({ kind });
});

it.each([
	['a page of a proxy', { status: 404, body: '<html>Not found</html>' }],
	['a login', { status: 401, body: 'Authorization Required' }],
	['a gateway that knows no such route', json(404, { message: 'no Route matched' })],
	['a gateway that asks for a token of its own', json(401, { error: 'Invalid token' })],
	['a redirect', { status: 301, body: '', headers: { location: 'https://n8n.example' } }],
	['somebody else who is content', json(200, { ok: true })],
	['an n8n that starts', { status: 503, body: '' }],
])('asks n8n on this machine where the address answers with %s', async (_what, answer) => {
	const proxy = await serve(answer);
	const n8n = await serve(json(200, { resumed: 'wait-1' }));
	expect(await post(proxy.address, n8n.port)).toEqual({ kind: 'resumed' });
	expect(n8n.posts[0]?.url).toBe('/webhook-waiting/17?signature=abc');
});

it('follows no redirect, which would be a question and not a post', async () => {
	const elsewhere = await serve(json(200, {}));
	const headers = { location: elsewhere.address };
	const proxy = await serve({ status: 301, body: '', headers });
	const n8n = await serve(json(200, { resumed: 'wait-1' }));
	expect(await post(proxy.address, n8n.port)).toEqual({ kind: 'resumed' });
	expect(elsewhere.posts).toEqual([]);
});

it('does not give an execution up because a gateway has no route to it', async () => {
	const gateway = await serve(json(404, { message: 'no Route matched' }));
	expect(await post(gateway.address, await closedPort())).toMatchObject({ kind: 'unreachable' });
});

it('names what was wrong at both, and neither address', async () => {
	const proxy = await serve({ status: 502, body: '' });
	expect(await post(proxy.address, await closedPort())).toEqual({
		kind: 'unreachable',
		reason: 'HTTP 502; on this machine ECONNREFUSED',
	});
});

describe('the address on this machine', () => {
	const url = 'https://hooks.example.com/n8n/webhook-waiting/17?signature=abc';

	it.each([
		[{}, 'http://127.0.0.1:5678/webhook-waiting/17?signature=abc'],
		[
			{ N8N_PORT: '80', N8N_PROTOCOL: 'https', N8N_LISTEN_ADDRESS: '::' },
			'https://127.0.0.1:80/webhook-waiting/17?signature=abc',
		],
		[{ N8N_LISTEN_ADDRESS: '::1' }, 'http://[::1]:5678/webhook-waiting/17?signature=abc'],
		[{ N8N_LISTEN_ADDRESS: '10.0.0.5' }, 'http://10.0.0.5:5678/webhook-waiting/17?signature=abc'],
	])('goes by the environment of n8n: %j', (environment, address) => {
		expect(localAddress(url, environment)).toBe(address);
	});
});
