import { loadTerminal } from '../host/terminal';
import { benchIntake, EXPRESSION_MODES } from './intake';
import { benchStoreRecord } from './store-record';

const BENCHES = ['record', 'intake'] as const;

/** Measures recording and prints the figures for people; gives them for the machine. */
async function record(): Promise<object> {
	const figures = await benchStoreRecord((done, of) => {
		process.stderr.write(`record: round ${done} of ${of}\n`);
	});
	const { recordedPerSecond, rawCommitsPerSecond, ratio, rounds } = figures;
	process.stdout.write(
		`record (median of ${rounds} rounds)\n` +
			`  recorded touchpoints, one commit each  ${Math.round(recordedPerSecond)} a second\n` +
			`  raw one-row commits, same settings     ${Math.round(rawCommitsPerSecond)} a second\n` +
			`  ratio                                  ${ratio.toFixed(2)} (aim: 0.35 or better)\n`,
	);
	return { storeRecord: figures };
}

/** Measures taking in deliveries and prints the figures for people; gives them for the machine. */
async function intake(): Promise<object> {
	const { createProgress } = await loadTerminal();
	const figures = await benchIntake(createProgress());
	const aims = { default: [0.5, 1.5], lazy: [0.9, 2] } as const;
	for (const mode of EXPRESSION_MODES) {
		const { perSecond, toWebhook, toHandWired } = figures[mode];
		const [webhookAim, handAim] = aims[mode];
		process.stdout.write(
			`intake, expression engine ${mode} (medians, executions finished)\n` +
				`  Touchpoint Trigger                     ${perSecond.trigger.toFixed(1)} a second\n` +
				`  n8n's Webhook node, no work            ${perSecond.webhook.toFixed(1)} a second\n` +
				`  wired by hand                          ${perSecond.handWired.toFixed(1)} a second\n` +
				`  ratio to the Webhook node              ${toWebhook.toFixed(2)} (aim: ${webhookAim} or better)\n` +
				`  ratio to wiring by hand                ${toHandWired.toFixed(2)} (aim: ${handAim} or better)\n`,
		);
	}
	return { intake: figures };
}

async function main(words: readonly string[]): Promise<number> {
	const names = words.filter((word) => word !== '--json');
	const unknown = names.find((word) => !(BENCHES as readonly string[]).includes(word));
	if (unknown !== undefined) {
		process.stderr.write(
			`There is no bench '${unknown}'.\nNext step: run npm run bench -- --help to see what there is\n`,
		);
		return 2;
	}
	const figures = {
		...((names.length === 0 || names.includes('record')) && (await record())),
		...(names.includes('intake') && (await intake())),
	};
	if (words.includes('--json')) process.stdout.write(`${JSON.stringify(figures)}\n`);
	return 0;
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
