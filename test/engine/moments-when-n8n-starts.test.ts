import { mkdirSync, rmdirSync } from 'node:fs';
import type { IDataObject, WorkflowActivateMode } from 'n8n-workflow';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { bringMoments } from '../../nodes/JourneyMomentTrigger/bring-moments';
import * as stores from '../../store/open-store';
import { TestClock } from '../support/test-clock';
import { touchpoint } from '../support/touchpoint';
import { NOW } from './clock';
import { triggerContextOf } from './publishing';
import { temporaryStore } from './temporary-store';

const SECOND_MS = 1_000;

const store = temporaryStore();
afterEach(() => jest.restoreAllMocks());

/** Starts a trigger whose store cannot be opened, until somebody removes the folder that stands in its place. */
async function startWithoutStore(activation: WorkflowActivateMode) {
	mkdirSync(store.path);
	const clock = new TestClock(NOW);
	const told: IDataObject[] = [];
	const warnings: string[] = [];
	const node = {
		type: 'journeyMomentTrigger',
		parameters: { triggerOn: 'stage_entered', journey: 'five_stage' },
		credentials: store.credentials,
	};
	const context = triggerContextOf(
		node,
		([items], done) => {
			told.push(...items!.map(({ json }) => json));
			done?.resolve({ status: 'success' } as never);
		},
		activation,
	);
	jest.spyOn(context.logger, 'warn').mockImplementation((text) => void warnings.push(text));
	const { closeFunction } = await bringMoments(context, clock);
	const close = async () => {
		const closing = closeFunction!();
		await clock.advance(10 * SECOND_MS);
		await closing;
	};
	return { clock, told, warnings, close };
}

const record = async (id: string) => {
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOW };
	const facts = { occurredAt: NOW, receivedAt: NOW };
	await (await store.open()).record([touchpoint(id, facts)], options);
};

test.each(['init', 'leadershipChange'] as const)(
	'a trigger whose store is not there yet when n8n takes it up (%s) says so once, and begins when it is',
	async (activation) => {
		const { clock, told, warnings, close } = await startWithoutStore(activation);
		await clock.advance(35 * SECOND_MS);
		expect(warnings).toEqual([expect.stringContaining(store.path)]);
		rmdirSync(store.path);
		await clock.advance(10 * SECOND_MS);
		await record('1');
		await clock.advance(5 * SECOND_MS);
		expect(told).toMatchObject([{ moment: 'stage_entered' }]);
		await close();
		await record('2');
		await clock.advance(60 * SECOND_MS);
		expect(told).toHaveLength(1);
	},
);

test('a trigger that is stopped before it could begin never begins', async () => {
	const { clock, close } = await startWithoutStore('init');
	await close();
	rmdirSync(store.path);
	const opened = jest.spyOn(stores, 'openStore');
	await clock.advance(60 * SECOND_MS);
	expect(opened).not.toHaveBeenCalled();
});

test.each(['succeeds', 'fails'] as const)(
	'a trigger that is stopped while a try is under way ends with it, also when that %s',
	async (outcome) => {
		const { clock, told, close } = await startWithoutStore('init');
		rmdirSync(store.path);
		const opening = stores.openStore;
		let goOn: () => void = () => undefined;
		const opened = jest.spyOn(stores, 'openStore').mockImplementationOnce(async (settings) => {
			await new Promise<void>((done) => (goOn = done));
			if (outcome === 'fails') throw new Error('the server is starting');
			return await opening(settings);
		});
		await clock.advance(10 * SECOND_MS);
		const closing = close();
		goOn();
		await closing;
		await clock.advance(60 * SECOND_MS);
		expect(opened).toHaveBeenCalledTimes(1);
		await record('1');
		await clock.advance(60 * SECOND_MS);
		expect(told).toEqual([]);
	},
);

test.each(['activate', 'update'] as const)(
	'somebody who publishes (%s) hears at once that the store cannot be opened',
	async (activation) => {
		await expect(startWithoutStore(activation)).rejects.toThrow(store.path);
	},
);
