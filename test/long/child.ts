import { fork } from 'node:child_process';
import { resolve } from 'node:path';

/** A process that does what it was ordered, seen from its parent. */
export interface Child {
	/** Lets it begin: several that are ready begin at the same moment. */
	begin(): void;
	kill(): void;
	/** Resolves when it is gone and all its words were heard; rejects when it failed by itself. */
	readonly ended: Promise<void>;
}

type ToParent<Word> = { readonly ready: true } | { readonly word: Word };

/** Starts the compiled program `dist/test/long/<name>.js` with an order and resolves when it is ready to begin. */
export async function startChild<Order extends object, Word>(
	name: string,
	order: Order,
	onWord: (word: Word) => void,
): Promise<Child> {
	const child = fork(resolve(`dist/test/long/${name}.js`), {
		execArgv: ['--disable-warning=ExperimentalWarning'],
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
	});
	let complaint = '';
	child.stderr?.on('data', (chunk) => (complaint += String(chunk)));
	const gone = Promise.all(
		['close', 'disconnect'].map(
			async (event) => await new Promise((done) => child.once(event, done)),
		),
	);
	const ended = gone.then(() => {
		if (child.exitCode !== 0 && child.signalCode !== 'SIGKILL')
			throw new Error(
				`${name} ended by itself (${child.exitCode ?? child.signalCode}): ${complaint}`,
			);
	});
	await new Promise<void>((ready, failed) => {
		ended.then(() => failed(new Error(`${name} ended before it was ready: ${complaint}`)), failed);
		child.on('message', (message: ToParent<Word>) => {
			if ('word' in message) onWord(message.word);
			else ready();
		});
		child.send(order);
	});
	return {
		begin: () => child.send('begin'),
		kill: () => child.kill('SIGKILL'),
		ended,
	};
}

/**
 * The other side: runs `work` with the parent's order. `begun` says that it is ready and resolves when it may begin;
 * `say` gives the parent a word.
 */
export function serve<Order, Word>(
	work: (order: Order, begun: () => Promise<void>, say: (word: Word) => void) => Promise<void>,
): void {
	// Of several lanes that fail only the first is heard of.
	let told: Promise<unknown> = Promise.resolve();
	const tell = (message: ToParent<Word>): void => {
		if (!process.connected) return;
		told = new Promise((done) => process.send?.(message, undefined, undefined, done));
	};
	/** Words that are still on their way when the channel closes would be lost, as with a parent that is slow to read. */
	const leave = async (): Promise<void> => {
		await told;
		process.disconnect();
	};
	process.once('message', (order: Order) => {
		const begun = async (): Promise<void> => {
			const begin = new Promise<void>((done) => process.once('message', () => done()));
			tell({ ready: true });
			await begin;
		};
		void work(order, begun, (word) => tell({ word })).then(leave, (error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
			process.exitCode = 1;
			return leave();
		});
	});
}
