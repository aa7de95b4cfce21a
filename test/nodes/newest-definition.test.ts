import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { JourneyDefinition } from '../../journey/stages/definition';
import { newestDefinition, rememberDefinition } from '../../nodes/shared/newest-definition';
import type { JourneyStore } from '../../store/journey-store';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const versionOf = (version: number): JourneyDefinition => ({
	...BUILT_IN_DEFINITIONS.aida,
	version,
});

/** A store that other processes save new versions into; it counts how often it is asked. */
function changingStore() {
	const state = { version: 1, asked: 0, known: true };
	const store = {
		getDefinition: async () => {
			state.asked += 1;
			return state.known ? versionOf(state.version) : null;
		},
	} as unknown as JourneyStore;
	return { state, store };
}

describe('the newest definition', () => {
	test('is read once in ten seconds, and a version of another process is seen after them', async () => {
		const { state, store } = changingStore();
		const at = async (ms: number) => (await newestDefinition(store, 'aida', NOW + ms))?.version;
		expect(await at(0)).toBe(1);
		state.version = 2;
		expect(await at(9_999)).toBe(1);
		expect(state.asked).toBe(1);
		expect(await at(10_000)).toBe(2);
		expect(state.asked).toBe(2);
	});

	test('is read anew when the clock was put back', async () => {
		const { state, store } = changingStore();
		await newestDefinition(store, 'aida', NOW);
		state.version = 2;
		expect((await newestDefinition(store, 'aida', NOW - 1))?.version).toBe(2);
	});

	test('is known at once to the process that saved it', async () => {
		const { state, store } = changingStore();
		await newestDefinition(store, 'aida', NOW);
		rememberDefinition(store, versionOf(3), NOW + 1);
		expect((await newestDefinition(store, 'aida', NOW + 2))?.version).toBe(3);
		expect(state.asked).toBe(1);
	});

	test('that was not there is looked for again at once', async () => {
		const { state, store } = changingStore();
		state.known = false;
		expect(await newestDefinition(store, 'aida', NOW)).toBeNull();
		state.known = true;
		expect(await newestDefinition(store, 'aida', NOW)).not.toBeNull();
	});
});
