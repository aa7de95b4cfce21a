import { loadTerminal } from '../host/terminal';
import { benchFold } from './fold';
import { benchIntake, EXPRESSION_MODES } from './intake';
import { benchJourneys, WAYS } from './journeys';
import { benchPostgres } from './journeys-postgres';
import { BATCH_SIZE, benchReceive } from './receive';
import { benchStoreRecord } from './store-record';

const BENCHES = ['record', 'journeys', 'postgres', 'fold', 'receive', 'intake'] as const;

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

/** Measures recording in small and large stores and prints the figures for people; gives them for the machine. */
async function journeys(): Promise<object> {
	const { createProgress } = await loadTerminal();
	const figures = await benchJourneys(createProgress());
	const titles = { single: 'one touchpoint a commit', batch: 'a thousand a commit' } as const;
	const aims = { single: 0.35, batch: 0.25 } as const;
	for (const way of WAYS) {
		const { raw, replacedSmall, replacedLarge, small, large, ...ratios } = figures[way];
		process.stdout.write(
			`journeys, ${titles[way]} (medians)\n` +
				`  recorded, 10,000 customers             ${Math.round(small)} a second\n` +
				`  recorded, 1,000,000 customers          ${Math.round(large)} a second\n` +
				`  raw rows added, same settings          ${Math.round(raw)} a second\n` +
				`  raw rows replaced, of 10,000           ${Math.round(replacedSmall)} a second\n` +
				`  raw rows replaced, of 1,000,000        ${Math.round(replacedLarge)} a second\n` +
				`  ratio to replaced rows, 10,000         ${ratios.smallToReplaced.toFixed(3)} (aim: ${aims[way]} or better)\n` +
				`  ratio to replaced rows, 1,000,000      ${ratios.largeToReplaced.toFixed(3)} (aim: ${aims[way]} or better)\n` +
				`  ratio to added rows, 10,000            ${ratios.smallToRaw.toFixed(3)}\n` +
				`  ratio to added rows, 1,000,000         ${ratios.largeToRaw.toFixed(3)}\n` +
				`  ratio of large to small store          ${ratios.largeToSmall.toFixed(2)} (aim: 0.7 or better)\n`,
		);
	}
	const { waiting, noneDueMs, someDueMs, withWaits, withoutWaits, withToWithout } = figures.waiting;
	process.stdout.write(
		`journeys, ${waiting} waiting customers (medians)\n` +
			`  finding that no wait is due            ${noneDueMs.toFixed(2)} ms (aim: under 20)\n` +
			`  finding and ending twenty due waits    ${someDueMs.toFixed(2)} ms (aim: under 20)\n` +
			`  recorded one by one, with the waits    ${Math.round(withWaits)} a second\n` +
			`  recorded one by one, without           ${Math.round(withoutWaits)} a second\n` +
			`  ratio                                  ${withToWithout.toFixed(2)}\n`,
	);
	return { journeys: figures };
}

/** Measures recording on PostgreSQL and prints the figures for people; gives them for the machine. */
async function postgres(): Promise<object> {
	const figures = await benchPostgres((customers, done, of) => {
		process.stderr.write(`postgres, ${customers} customers: round ${done} of ${of}\n`);
	});
	const titles = {
		single: 'one by one            ',
		singleByFour: 'one by one, four ways ',
		batch: 'a thousand a commit   ',
	} as const;
	for (const [customers, ways] of figures) {
		process.stdout.write(`postgres, ${customers} customers (medians)\n`);
		for (const way of ['single', 'singleByFour', 'batch'] as const) {
			const { recorded, raw, ratio } = ways[way];
			process.stdout.write(
				`  ${titles[way]} ${Math.round(recorded)} a second, raw upserts ${Math.round(raw)}, ratio ${ratio.toFixed(2)}\n`,
			);
		}
	}
	return { postgres: Object.fromEntries(figures) };
}

/** Measures the fold of one long history and prints the figures for people; gives them for the machine. */
function fold(): object {
	const figures = benchFold((done, of) => {
		if (done === of) process.stderr.write(`fold: ${of} rounds\n`);
	});
	process.stdout.write(
		`fold (median of ${figures.rounds} rounds)\n` +
			`  one history of ${figures.touchpoints} touchpoints      ${figures.historyMs.toFixed(1)} ms (aim: under 50)\n` +
			`  folded                                 ${Math.round(figures.foldedPerSecond)} touchpoints a second\n` +
			`  XState transition(), same definition   ${Math.round(figures.xstatePerSecond)} touchpoints a second\n` +
			`  ratio                                  ${figures.ratio.toFixed(1)} (aim: 10 or better)\n`,
	);
	return { fold: figures };
}

/** Measures our own part of an answer and prints the figures for people; gives them for the machine. */
async function receive(): Promise<object> {
	const figures = await benchReceive((done, of) => {
		process.stderr.write(`receive: round ${done} of ${of}\n`);
	});
	const { bareCommit, order, batch, orderToCommit, batchToCommit, rounds } = figures;
	const inMs = ({ median, best }: typeof order) =>
		`${median.toFixed(2)} ms, at best ${best.toFixed(2)}`;
	process.stdout.write(
		`receive, from delivery to answer (medians of ${rounds} rounds)\n` +
			`  an order of Shopify                    ${inMs(order)} (aim: under 2)\n` +
			`  a batch of Segment, ${BATCH_SIZE} messages      ${inMs(batch)} (aim: under 50)\n` +
			`  one bare row committed, same settings  ${inMs(bareCommit)}\n` +
			`  ratio of an order to a bare commit     ${orderToCommit.toFixed(1)}\n` +
			`  ratio of a batch to a bare commit      ${batchToCommit.toFixed(0)}\n`,
	);
	return { receive: figures };
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
		...(names.includes('journeys') && (await journeys())),
		...(names.includes('postgres') && (await postgres())),
		...(names.includes('fold') && fold()),
		...(names.includes('receive') && (await receive())),
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
