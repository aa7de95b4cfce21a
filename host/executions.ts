import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure';
import type { N8nRest } from './rest-client';

export const EXECUTION_STATUSES = [
	...(['new', 'running', 'waiting'] as const),
	...(['success', 'error', 'canceled', 'crashed', 'unknown'] as const),
] as const;

export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** One execution as n8n lists it, without its data. */
export interface Execution {
	readonly id: string;
	readonly workflowId: string;
	readonly workflowName: string;
	readonly status: ExecutionStatus;
	readonly mode: string;
}

export interface ExecutionFilter {
	readonly workflowId?: string;
	readonly status?: readonly ExecutionStatus[];
}

interface ExecutionPage {
	readonly results: readonly Execution[];
	readonly nextCursor: string | null;
	readonly count: number;
}

/** The most that n8n 2.41 gives at once; it refuses to be asked for more. */
const PAGE = 100;
const ASK_EVERY_MS = 250;
/** Parked executions (`waiting`) are not unfinished business: they may wait for days. */
const UNSETTLED: readonly ExecutionStatus[] = ['new', 'running'];

/** All executions that match, newest first. */
export async function listExecutions(
	rest: N8nRest,
	filter: ExecutionFilter = {},
): Promise<Execution[]> {
	const all: Execution[] = [];
	let cursor: string | null = null;
	do {
		const page: ExecutionPage = await getPage(rest, filter, PAGE, cursor);
		all.push(...page.results);
		cursor = page.nextCursor;
	} while (cursor !== null);
	return all;
}

/**
 * Waits until n8n has at least `atLeast` executions and none of them is new or running, and gives how many there are.
 * The number is needed because n8n may answer a webhook before it has noted the execution. Throws a Failure after
 * `withinMs` milliseconds.
 */
export async function waitUntilSettled(
	rest: N8nRest,
	{ atLeast, withinMs }: { readonly atLeast: number; readonly withinMs: number },
): Promise<number> {
	const deadline = performance.now() + withinMs;
	for (;;) {
		const unsettled = await countExecutions(rest, { status: UNSETTLED });
		const all = await countExecutions(rest, {});
		if (unsettled === 0 && all >= atLeast) return all;
		if (performance.now() > deadline) {
			throw new Failure(
				`After ${withinMs / 1000} s n8n has ${all} executions, ${unsettled} of them not finished; ` +
					`at least ${atLeast} finished ones were expected.`,
				'look at the executions on the canvas',
			);
		}
		await sleep(ASK_EVERY_MS);
	}
}

async function countExecutions(rest: N8nRest, filter: ExecutionFilter): Promise<number> {
	return (await getPage(rest, filter, 1, null)).count;
}

function getPage(
	rest: N8nRest,
	filter: ExecutionFilter,
	limit: number,
	cursor: string | null,
): Promise<ExecutionPage> {
	return rest.get<ExecutionPage>('/executions', {
		limit,
		filter: JSON.stringify(filter),
		...(cursor === null ? {} : { cursor }),
	});
}
