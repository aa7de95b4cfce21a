import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { closeStores, openStore } from '../../store/open-store';
import { email, NOON, touchpoint } from '../support/touchpoint';
import { startChild } from './child';
import type { DrawerOrder, DrawerWord } from './drawer';
import { onBothDatabases, progress } from './stores';

const CUSTOMERS = 300;
const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

describe('processes that draw arms', () => {
	onBothDatabases((stores) => {
		it('draw one arm a customer, though each would draw another', async () => {
			const place = await stores.newPlace();
			const store = await openStore(place);
			const recorded = await store.record(
				Array.from({ length: CUSTOMERS }, (_, who) =>
					touchpoint(String(who), { identities: [email(`${who}@example.com`)] }),
				),
				options,
			);
			const customerIds = recorded.map(({ customerId }) => String(customerId));
			await closeStores();

			const words: DrawerWord[] = [];
			const children = await Promise.all(
				['a', 'b'].map(
					async (arm) =>
						await startChild<DrawerOrder, DrawerWord>(
							'drawer',
							{
								store: place,
								experiment: { name: 'race', arms: [{ name: arm, weight: 1 }] },
								customerIds,
								lanes: 4,
							},
							(word) => void words.push(word),
						),
				),
			);
			for (const child of children) child.begin();
			await Promise.all(children.map(async ({ ended }) => await ended));
			progress(`arms on ${stores.name}: ${words.length} requests answered`);

			expect(words).toHaveLength(2 * CUSTOMERS);
			const heard = Map.groupBy(words, ({ customerId }) => customerId);
			for (const [customerId, own] of heard) {
				expect([customerId, new Set(own.map(({ arm }) => arm)).size]).toEqual([customerId, 1]);
			}
			const counts = await (await openStore(place)).countArms();
			await closeStores();
			expect(counts.reduce((sum, { customers }) => sum + customers, 0)).toBe(CUSTOMERS);
		});
	});
});
