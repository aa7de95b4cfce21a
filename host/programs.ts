import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { Failure } from './failure';

const TAIL_LINES = 20;
const GRACE_MS = 15_000;

export interface ProgramOptions {
	readonly cwd: string;
	readonly env: NodeJS.ProcessEnv;
	/** All output is added to this file. */
	readonly logFile: string;
	/** Ends the program when aborted. */
	readonly signal?: AbortSignal;
	/** What is wrong when the program does not exit with 0, and the next step. */
	readonly what: string;
	readonly next: string;
}

/**
 * Runs a program to its end and gives what it wrote to standard output. Throws a Failure with the last lines of its
 * output when it does not exit with 0, and the signal's reason when that ended it.
 */
export async function runProgram(
	[program, ...args]: readonly [string, ...string[]],
	{ cwd, env, logFile, signal, what, next }: ProgramOptions,
): Promise<string> {
	signal?.throwIfAborted();
	const child = spawn(program, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] });
	let stdout = '';
	let all = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8');
		stream.on('data', (text: string) => (all += text));
	}
	child.stdout.on('data', (text: string) => (stdout += text));
	// Followed by `close` in any case, also when the program cannot be started.
	child.on('error', (error) => (all += error.message));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	await appendFile(logFile, all);
	signal?.throwIfAborted();
	if (code === 0) return stdout;
	throw new Failure(what, `${next} (everything it wrote is in ${logFile})`, lastLines(all));
}

/** The last lines of a text, as many as fit on a screen beside the rest. */
export function lastLines(text: string): string {
	return text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}

/**
 * Starts a program that goes on until it is stopped, in a process group of its own: Ctrl-C in a terminal reaches a whole
 * group, and the order in which things stop is ours to say.
 */
export function startProgram(
	[program, ...args]: readonly [string, ...string[]],
	{ cwd, env, logFile }: Pick<ProgramOptions, 'cwd' | 'env' | 'logFile'>,
): ChildProcess {
	const log = openSync(logFile, 'a');
	const child = spawn(program, args, {
		cwd,
		env,
		detached: process.platform !== 'win32',
		stdio: ['ignore', log, log],
	});
	closeSync(log);
	const killWithUs = () => killGroup(child);
	process.once('exit', killWithUs);
	child.once('close', () => process.removeListener('exit', killWithUs));
	return child;
}

/** Asks a program to end, and ends it with all it started when it has not after 15 seconds. */
export async function stopProgram(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	const ended = new Promise((resolve) => child.once('close', resolve));
	child.kill('SIGTERM');
	const impatience = setTimeout(() => killGroup(child), GRACE_MS);
	await ended;
	clearTimeout(impatience);
}

/** Ends a program and all it started at once, as a loss of power does, and resolves when it is gone. */
export async function killProgram(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	const ended = new Promise((resolve) => child.once('close', resolve));
	killGroup(child);
	await ended;
}

function killGroup(child: ChildProcess): void {
	if (child.pid === undefined) return;
	try {
		if (process.platform === 'win32') child.kill('SIGKILL');
		else process.kill(-child.pid, 'SIGKILL');
	} catch {
		// It has ended by itself in the meantime.
	}
}
