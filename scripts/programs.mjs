import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Failure } from './failure.mjs';

/** npm gives its reason first and much advice after it; a compiler gives it last. */
const FIRST_LINES = 10;
const LAST_LINES = 20;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LOOK_AT_PARENT_MS = 1_000;

let running = null;
let stopping = null;

for (const signal of SIGNALS) process.on(signal, () => stop(signal));

// npm passes a SIGTERM on to the shell that it starts us with, and some shells die of it without a word to us.
if (process.env.npm_lifecycle_event !== undefined) {
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) stop('SIGTERM');
	}, LOOK_AT_PARENT_MS).unref();
}

/** @param {'SIGINT' | 'SIGTERM' | 'SIGHUP'} signal */
function stop(signal) {
	stopping ??= signal;
	// Nobody to wait for. A lock we may hold is recognised as left behind by our process id.
	if (running === null) process.exit(exitCodeOf(signal));
	// From a terminal the child has had the signal already; from `kill` or from npm it has not. Twice does no harm.
	running.kill(signal);
}

/**
 * Runs a program to its end without showing its output, and gives what it wrote to standard output.
 * Throws a Failure with an excerpt of its output, `what` and `next` when it cannot be started or does not exit with 0.
 * @param {readonly string[]} command the program and its arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, what: string, next: string }} options
 */
export async function runQuietly([program, ...args], { cwd, env, what, next }) {
	const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
	child.stdout.setEncoding('utf8');
	child.stderr.setEncoding('utf8');
	let stdout = '';
	let all = '';
	child.stdout.on('data', (chunk) => {
		stdout += chunk;
		all += chunk;
	});
	child.stderr.on('data', (chunk) => {
		all += chunk;
	});
	const outcome = await ended(child);
	if (outcome.code === 0) return stdout;
	throw new Failure(what, next, outcome.error?.message ?? excerpt(all));
}

function excerpt(output) {
	const lines = output.trimEnd().split('\n');
	if (lines.length <= FIRST_LINES + LAST_LINES) return lines.join('\n');
	return [...lines.slice(0, FIRST_LINES), '[...]', ...lines.slice(-LAST_LINES)].join('\n');
}

/**
 * Runs a program that talks to the person directly, and gives its exit code (128 + the signal's number when it was
 * ended by one).
 * @param {readonly string[]} command the program and its arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 */
export async function runAttached([program, ...args], { cwd, env }) {
	const { code, signal, error } = await ended(spawn(program, args, { cwd, env, stdio: 'inherit' }));
	if (error !== undefined) {
		throw new Failure(`${program} cannot be started: ${error.message}`, 'check the installation');
	}
	return code ?? exitCodeOf(signal);
}

/** Waits for a program's end. Throws Interrupted when the person has stopped us, so that no further step begins. */
async function ended(child) {
	running = child;
	const outcome = await new Promise((resolve) => {
		child.once('error', (error) => resolve({ code: null, signal: null, error }));
		child.once('close', (code, signal) => resolve({ code, signal }));
	});
	running = null;
	if (stopping !== null && outcome.code !== 0) throw new Interrupted(stopping);
	return outcome;
}

/** The person stopped us. Thrown instead of exiting at once, so that locks and half-made folders are cleaned up. */
export class Interrupted extends Error {
	/** @param {string} signal */
	constructor(signal) {
		super(`Stopped by ${signal}.`);
		this.exitCode = exitCodeOf(signal);
	}
}

function exitCodeOf(signal) {
	return 128 + (constants.signals[signal] ?? 0);
}
