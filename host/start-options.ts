import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from './failure';

export interface StartOptions {
	/** Stop when the day is over. */
	readonly once: boolean;
	/** Print the summary as JSON. */
	readonly json: boolean;
	readonly port: number;
	/** An absolute path. */
	readonly dataFolder: string;
}

const DEFAULT_PORT = 5678;
const HELP = 'run "npm start -- --help" to see the options';

/**
 * Reads the words after `npm start --`. A relative data folder is meant from where the person stands (`from`); without
 * one it is `.customer-journey` in the project. Throws a Failure that names the word that is wrong.
 */
export function parseStartOptions(
	words: readonly string[],
	places: { readonly from: string; readonly projectRoot: string },
): StartOptions {
	const values = readWords(words);
	if (values instanceof Failure) throw values;
	const { once = false, json = false, port, 'data-dir': dataDir } = values;
	if (dataDir === '') throw new Failure('--data-dir needs a folder.', HELP);
	return {
		once,
		json,
		port: port === undefined ? DEFAULT_PORT : parsePort(port),
		dataFolder:
			dataDir === undefined
				? join(places.projectRoot, '.customer-journey')
				: resolve(places.from, dataDir),
	};
}

function readWords(words: readonly string[]) {
	try {
		return parseArgs({
			args: [...words],
			options: {
				once: { type: 'boolean' },
				json: { type: 'boolean' },
				port: { type: 'string' },
				'data-dir': { type: 'string' },
			},
		}).values;
	} catch (error) {
		return new Failure((error as Error).message, HELP);
	}
}

function parsePort(text: string): number {
	const port = Number(text);
	if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
	throw new Failure(
		`--port ${text} is not a port: a whole number from 1 to 65535 is expected.`,
		HELP,
	);
}
