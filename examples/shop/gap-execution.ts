import { parse } from 'flatted';
import { listExecutions } from '../../host/executions';
import type { N8nRest } from '../../host/rest-client';

interface RunData {
	readonly resultData: {
		readonly runData: Readonly<
			Record<
				string,
				readonly { readonly data?: { readonly main: readonly (readonly unknown[] | null)[] } }[]
			>
		>;
	};
}

/** Looks into n8n for the last finished run of a workflow and gives how many items a node put out on its first output. */
export async function itemsOfLastRun(
	n8n: N8nRest,
	workflowId: string,
	nodeName: string,
): Promise<number> {
	const [last] = await listExecutions(n8n, { workflowId, status: ['success'] });
	if (!last) return 0;
	const { data } = await n8n.get<{ data: string }>(`/executions/${last.id}`);
	const run = parse(data) as RunData;
	return run.resultData.runData[nodeName]?.[0]?.data?.main[0]?.length ?? 0;
}
