import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort, LOCAL_ADDRESS } from '../../host/port';

/** A real Redis server of its own, listening on this machine only. */
export interface RedisServer {
	readonly port: number;
	stop(): Promise<void>;
}

const MISSING =
	'redis-server is not installed, and n8n needs it in queue mode. Install it: apt-get install redis-server (macOS: brew install redis).';
const START_TRIES = 200;

/** Starts the redis-server of this machine on a free port, without a file. Throws with how to install it when there is none. */
export async function startRedis(): Promise<RedisServer> {
	const port = await findFreePort();
	const folder = mkdtempSync(join(tmpdir(), 'journey-redis-'));
	const settings = ['--port', String(port), '--bind', LOCAL_ADDRESS, '--save', '', '--dir', folder];
	const server = spawn('redis-server', settings, { stdio: 'ignore' });
	const killWithUs = () => server.kill('SIGKILL');
	process.once('exit', killWithUs);
	const ended = new Promise<string>((done) => {
		server.once('error', (error: NodeJS.ErrnoException) =>
			done(error.code === 'ENOENT' ? MISSING : error.message),
		);
		server.once('exit', (code) => done(`redis-server ended with ${code}`));
	});
	let complaint: string | null = null;
	void ended.then((why) => (complaint = why));
	const stop = async () => {
		server.kill('SIGKILL');
		await ended;
		process.removeListener('exit', killWithUs);
		rmSync(folder, { recursive: true, force: true });
	};
	for (let attempt = 1; !(await answers(port)); attempt++) {
		if (complaint !== null || attempt === START_TRIES) {
			await stop();
			throw new Error(complaint ?? 'redis-server does not answer');
		}
		await sleep(50);
	}
	return { port, stop };
}

async function answers(port: number): Promise<boolean> {
	return await new Promise((done) => {
		const socket: Socket = connect(port, LOCAL_ADDRESS, () => socket.write('PING\r\n'));
		socket.once('data', (answer) => {
			socket.destroy();
			done(answer.toString().startsWith('+PONG'));
		});
		socket.once('error', () => done(false));
	});
}
