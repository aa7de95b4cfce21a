/** The main job, `npm start`: a real n8n, a shop's day played through it, and what came of it. */
import { once } from 'node:events';
import { join } from 'node:path';
import { makeDayCredentials, playDay } from '../examples/shop/play-day';
import { bringUpN8n } from './bring-up';
import { Cleanup } from './cleanup';
import { prepareRunFolder } from './data-folder';
import type { DaySummary } from './day';
import { readWorkflows } from './example-workflows';
import { mailCredential, startMailCatcher } from './mail-catcher';
import { LOCAL_ADDRESS, requireFreePort } from './port';
import { PROJECT_ROOT } from './project';
import { makeSenderSecrets } from './sender-secrets';
import { parseStartOptions, type StartOptions } from './start-options';
import { describeCanvas, describeSummary } from './summary';
import { loadTerminal, type Progress } from './terminal';

/** The person stopped us: not a failure, and nothing to tell them. */
class Stopped extends Error {}

/** Plays the day, prints the summary and, unless it is to be played once only, waits for the person to stop it. */
async function start(
	options: StartOptions,
	progress: Progress,
	cleanup: Cleanup,
	signal: AbortSignal,
): Promise<number> {
	await requireFreePort(options.port);
	const folder = await prepareRunFolder(options.dataFolder);
	cleanup.add(() => folder.release());
	const mail = await startMailCatcher();
	cleanup.add(() => mail.stop());

	const setting = { secrets: makeSenderSecrets(), storePath: folder.storePath };
	const { address, owner, rest } = await bringUpN8n({
		userFolder: folder.userFolder,
		port: options.port,
		credentials: [...makeDayCredentials(setting), mailCredential(mail)],
		workflows: await readWorkflows(
			join(PROJECT_ROOT, 'examples'),
			`http://${LOCAL_ADDRESS}:${options.port}`,
		),
		logFile: folder.logFile,
		progress,
		cleanup,
		signal,
	});
	const { counts, disagreements } = await progress.step("Playing the shop's day", (report) =>
		untilAborted(
			signal,
			playDay({
				...setting,
				webhookAddress: `${address}/webhook`,
				n8n: rest,
				mail,
				reportPath: folder.reportPath,
				report,
				signal,
			}),
		),
	);

	const summary: DaySummary = { ...counts, report: folder.reportPath, canvas: address };
	for (const disagreement of disagreements) progress.note(`Not as it should be: ${disagreement}`);
	// With --json standard output is for the JSON alone.
	const say = (text: string) => (options.json ? process.stderr : process.stdout).write(text);
	say(`\n${describeSummary(summary)}`);
	if (!options.once) say(`${describeCanvas(address, owner)}\nRunning until Ctrl-C.\n`);
	if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
	if (!options.once) await untilStopped(signal);
	return disagreements.length === 0 ? 0 : 1;
}

/** Gives what `work` gives, or throws the signal's reason as soon as it is aborted, whether `work` looks at it or not. */
function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
	const aborted = untilStopped(signal).then(() => signal.throwIfAborted());
	return Promise.race([work, aborted as Promise<never>]);
}

async function untilStopped(signal: AbortSignal): Promise<void> {
	if (!signal.aborted) await once(signal, 'abort');
}

async function main(words: readonly string[]): Promise<number> {
	const { createProgress, describeFailure } = await loadTerminal();
	const progress = createProgress();
	const cleanup = new Cleanup();
	const stopping = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		// Every time, not once: npm passes on what the terminal has sent us already.
		process.on(signal, () => stopping.abort(new Stopped()));
	}
	let exitCode = 1;
	try {
		const from = process.env['INIT_CWD'] ?? process.cwd();
		const options = parseStartOptions(words, { from, projectRoot: PROJECT_ROOT });
		exitCode = await start(options, progress, cleanup, stopping.signal);
	} catch (error) {
		if (error instanceof Stopped) exitCode = 130;
		else progress.note(describeFailure(error));
	}
	try {
		await cleanup.run();
	} catch (error) {
		progress.note(describeFailure(error));
		exitCode = 1;
	}
	return exitCode;
}

void main(process.argv.slice(2)).then((exitCode) => {
	process.exitCode = exitCode;
});
