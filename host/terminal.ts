import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT_ROOT } from './project';

/** How far a step is, such as 12 of 40 deliveries. */
export interface Amount {
	readonly done: number;
	readonly total?: number;
	readonly unit: string;
}

/** Reports steps: a line that is drawn again on a terminal, plain lines anywhere else. Writes to standard error. */
export interface Progress {
	/** Runs `work` as a step and gives what it gives; `work` may tell how far it is. */
	step<T>(title: string, work: (report: (amount: Amount) => void) => Promise<T>): Promise<T>;
	/** Prints one line of its own. */
	note(line: string): void;
}

export interface Terminal {
	createProgress(): Progress;
	/** What happened, the output that belongs to it, the next step last. */
	describeFailure(error: unknown): string;
}

/** Says nothing; for tests. */
export const SILENT: Progress = {
	step: (_title, work) => work(() => undefined),
	note: () => undefined,
};

/**
 * What scripts/ uses to talk to the person, for use after it has handed over. It is plain JavaScript and not compiled,
 * because it has to run before TypeScript is installed; hence the import by path.
 */
export async function loadTerminal(): Promise<Terminal> {
	const load = (file: string) => import(pathToFileURL(join(PROJECT_ROOT, 'scripts', file)).href);
	const [{ createProgress }, { describeFailure }] = (await Promise.all([
		load('progress.mjs'),
		load('failure.mjs'),
	])) as [Pick<Terminal, 'createProgress'>, Pick<Terminal, 'describeFailure'>];
	return { createProgress, describeFailure };
}
