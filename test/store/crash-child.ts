import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { openStore } from '../../store/open-store';
import { email, NOON, touchpoint } from '../support/touchpoint';

/**
 * Accepts and records touchpoints for as long as it lives and writes the number of each to standard output once the
 * store has said that it is kept: what the parent has read was accepted. Started by crash.test.ts with the path of
 * the store and the first number.
 */
async function main(path: string, first: number): Promise<void> {
	const store = await openStore({ kind: 'sqlite', path });
	for (let n = first; ; n++) {
		const one = touchpoint(String(n), {
			occurredAt: NOON + n,
			identities: [email(`${n % 10}@example.com`)],
			score: n % 101,
		});
		await store.accept([one]);
		process.stdout.write(`accepted ${n}\n`);
		await store.record([one], { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON });
		process.stdout.write(`applied ${n}\n`);
	}
}

void main(process.argv[2] ?? '', Number(process.argv[3]));
