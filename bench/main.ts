import { benchStoreRecord } from './store-record';

const HELP = `Usage: npm run bench -- [options]

Measures the parts whose speed matters, each against a named rival in the same run, and prints medians and ratios.

  store-record  touchpoints a second recorded through the SQLite store, one commit each,
                beside raw one-row commits of node:sqlite with the same settings

Options:
  --json   print the figures as one JSON object on the last line
  --help   print this text
`;

async function main(words: readonly string[]): Promise<number> {
	if (words.includes('--help')) {
		process.stdout.write(HELP);
		return 0;
	}
	const unknown = words.find((word) => word !== '--json');
	if (unknown !== undefined) {
		process.stderr.write(
			`Unknown option ${unknown}. Run npm run bench -- --help to see what there is.\n`,
		);
		return 2;
	}
	const storeRecord = await benchStoreRecord((done, of) => {
		process.stderr.write(`store-record: round ${done} of ${of}\n`);
	});
	const { recordedPerSecond, rawCommitsPerSecond, ratio, rounds } = storeRecord;
	process.stdout.write(
		`store-record (median of ${rounds} rounds)\n` +
			`  recorded touchpoints, one commit each  ${Math.round(recordedPerSecond)} a second\n` +
			`  raw one-row commits, same settings     ${Math.round(rawCommitsPerSecond)} a second\n` +
			`  ratio                                  ${ratio.toFixed(2)} (aim: 0.35 or better)\n`,
	);
	if (words.includes('--json')) process.stdout.write(`${JSON.stringify({ storeRecord })}\n`);
	return 0;
}

void main(process.argv.slice(2)).then((code) => {
	process.exitCode = code;
});
