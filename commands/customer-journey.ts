#!/usr/bin/env node
import { readMoveWords, USAGE } from './move-words';

/** The first version of Node in which `node:sqlite` needs no flag. */
const OLDEST_NODE: readonly [number, number] = [22, 13];

/** Runs the command of the words and gives the exit code: 0 done, 1 failed, 2 not understood. */
async function main(words: readonly string[]): Promise<number> {
	const [command, ...rest] = words;
	if (command === undefined || command === '--help' || command === '-h') {
		process.stdout.write(USAGE);
		return command === undefined ? 2 : 0;
	}
	if (command !== 'move-store') {
		process.stderr.write(`There is no command '${command}'.\n\n${USAGE}`);
		return 2;
	}
	const asked = readMoveWords(rest, process.env);
	if (asked.kind === 'help') {
		process.stdout.write(USAGE);
		return 0;
	}
	if (asked.kind === 'unclear') {
		process.stderr.write(`${asked.why}\nNext step: customer-journey move-store --help\n`);
		return 2;
	}
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
		process.stderr.write(
			`Node ${OLDEST_NODE.join('.')} or later is needed, and this is ${process.versions.node}. Run this by the Node that runs n8n.\n`,
		);
		return 1;
	}
	// Only now: an older Node could not even load it.
	const { giveUp, move } = await import('./move-store.js');
	return asked.kind === 'give_up' ? await giveUp(asked) : await move(asked);
}

void main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	},
);
