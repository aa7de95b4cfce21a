import type { IDataObject } from 'n8n-workflow';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { bringMoments } from '../../nodes/JourneyMomentTrigger/bring-moments';
import type { JourneyStore } from '../../store/journey-store';
import { email, touchpoint } from '../support/touchpoint';
import { TestClock } from '../support/test-clock';
import { NOW } from './clock';
import type { NodeUnderTest } from './harness';
import { triggerContextOf } from './publishing';
import { temporaryStore } from './temporary-store';

const LOOKS_MS = 10_000;

const store = temporaryStore();
afterEach(() => jest.restoreAllMocks());

/** Tells of the stages that two people entered, of whom the store no longer knows those with these addresses. */
async function told(erased: readonly string[]) {
	const clock = new TestClock(NOW);
	const node: NodeUnderTest = {
		type: 'journeyMomentTrigger',
		parameters: { triggerOn: 'stage_entered', journey: 'five_stage' },
		credentials: store.credentials,
	};
	const executions: IDataObject[][] = [];
	const context = triggerContextOf(node, ([items], done) => {
		executions.push((items ?? []).map(({ json }) => json));
		done?.resolve({ status: 'success' } as never);
	});
	const { closeFunction } = await bringMoments(context, clock);
	const opened = await store.open();
	forget(opened, erased);
	await opened.record(
		['a', 'b'].map((name) =>
			touchpoint(name, {
				identities: [email(`${name}@example.com`)],
				occurredAt: NOW,
				receivedAt: NOW,
			}),
		),
		{ definition: BUILT_IN_DEFINITIONS.five_stage, now: NOW },
	);
	await clock.advance(LOOKS_MS);
	const counts = await opened.countMoments('workflow-1/under-test');
	const closing = closeFunction!();
	await clock.advance(LOOKS_MS);
	await closing;
	return { executions, counts };
}

/** As if these had been erased after their moment was claimed and before it was told. */
function forget(opened: JourneyStore, erased: readonly string[]): void {
	const getPeople = opened.getPeople.bind(opened);
	jest.spyOn(opened, 'getPeople').mockImplementation(async (ids) => {
		const people = [...(await getPeople(ids))];
		return new Map(
			people.filter(
				([, { identities }]) => !identities.some(({ value }) => erased.includes(value)),
			),
		);
	});
}

test('who is erased while their moment is on its way is left out of the execution', async () => {
	const { executions, counts } = await told(['a@example.com']);
	expect(executions.flat().map((item) => item.email)).toEqual(['b@example.com']);
	expect(counts).toMatchObject({ waiting: 0, fired: 2 });
});

test('no execution is started where nobody is left to tell of', async () => {
	const { executions, counts } = await told(['a@example.com', 'b@example.com']);
	expect(executions).toEqual([]);
	expect(counts).toMatchObject({ waiting: 0, fired: 2 });
});
