import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listExecutions } from '../../host/executions';
import type { N8nWorkflow } from '../../host/n8n-import';
import { PACKAGE_NAME } from '../../host/project';
import { MOMENT_KINDS, type MomentKind } from '../../journey/moments/moment';
import type { JourneyStore } from '../../store/journey-store';
import { closeStores, openStore } from '../../store/open-store';
import { happen, PARAMETERS, WHO } from './making-moments';
import { setUpN8n, type RestartableN8n } from './restartable-n8n';

const TOLD_WITHIN_MS = 120_000;

const workflowId = (kind: MomentKind) => `moment-${kind}`;

function workflowOf(kind: MomentKind): N8nWorkflow & Readonly<Record<string, unknown>> {
	return {
		id: workflowId(kind),
		name: kind,
		active: true,
		nodes: [
			{
				id: `${kind}-trigger`,
				name: 'Moment',
				type: `${PACKAGE_NAME}.journeyMomentTrigger`,
				typeVersion: 1,
				position: [0, 0],
				parameters: { triggerOn: kind, ...PARAMETERS[kind] },
			},
			{
				id: `${kind}-end`,
				name: 'End',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: { Moment: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
		settings: {},
	};
}

interface Told {
	readonly kind: MomentKind;
	readonly statuses: readonly string[];
	/** Of whom, from all its executions together. */
	readonly people: readonly string[];
}

async function told({ rest }: RestartableN8n, kind: MomentKind): Promise<Told> {
	const executions = await listExecutions(rest, { workflowId: workflowId(kind) });
	const people: string[] = [];
	for (const { id } of executions) {
		const { data } = await rest.get<{ data: string }>(`/executions/${id}`);
		const found = data.match(/(?:stage|stall|wait|offer|left)-[a-z]+@example\.com/g) ?? [];
		people.push(...new Set(found));
	}
	return { kind, statuses: executions.map(({ status }) => status), people: people.sort() };
}

/** Waits until as many people as expected were told of by every trigger; what it gives may hold more than that. */
async function allTold(n8n: RestartableN8n, people: number): Promise<readonly Told[]> {
	const deadline = performance.now() + TOLD_WITHIN_MS;
	for (;;) {
		const all: Told[] = [];
		for (const kind of MOMENT_KINDS) all.push(await told(n8n, kind));
		const isDone = all.every(
			({ people: reached, statuses }) =>
				reached.length >= people && statuses.every((status) => status === 'success'),
		);
		if (isDone || performance.now() > deadline) return all;
		await sleep(250);
	}
}

describe('moments in n8n', () => {
	const folder = mkdtempSync(join(tmpdir(), 'customer-journey-moments-'));
	let n8n: RestartableN8n;
	let store: JourneyStore;

	beforeAll(async () => {
		n8n = await setUpN8n(folder, { credentials: [], workflows: MOMENT_KINDS.map(workflowOf) });
		store = await openStore({
			kind: 'sqlite',
			path: join(folder, '.n8n', 'customer-journey.sqlite'),
		});
	}, 240_000);

	afterAll(async () => {
		await n8n?.stop();
		await closeStores();
		rmSync(folder, { recursive: true, force: true });
	});

	it('tells of each once', async () => {
		await happen(store, 'first');
		expect(await allTold(n8n, 1)).toEqual(
			MOMENT_KINDS.map((kind) => ({
				kind,
				statuses: ['success'],
				people: [`${WHO[kind]}-first@example.com`],
			})),
		);
	});

	it('tells, after a restart, of what happened while n8n was down, and of nothing twice', async () => {
		await n8n.stop();
		await happen(store, 'second');
		await n8n.start();
		expect(await allTold(n8n, 2)).toEqual(
			MOMENT_KINDS.map((kind) => ({
				kind,
				statuses: ['success', 'success'],
				people: [`${WHO[kind]}-first@example.com`, `${WHO[kind]}-second@example.com`],
			})),
		);
	});
});
