import { once } from 'node:events';
import { closeStores, openStore, type StoreSettings } from '../../store/open-store';

/** Says that it is ready, opens the store of its first argument (JSON) once it hears anything, and says its touchpoints. */
async function main(settings: StoreSettings): Promise<void> {
	process.stdout.write('ready, ');
	await once(process.stdin, 'data');
	process.stdin.pause();
	const store = await openStore(settings);
	const { touchpoints } = await store.getTotals();
	process.stdout.write(`${touchpoints} touchpoints`);
	await closeStores();
}

void main(JSON.parse(process.argv[2] ?? '') as StoreSettings);
