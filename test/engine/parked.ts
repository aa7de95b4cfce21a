import { WebhookContext, WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	IWebhookData,
	IWebhookResponseData,
	Workflow,
} from 'n8n-workflow';
import { additionalDataOf, NODE, workflowOf, type NodeUnderTest } from './harness';

/** What a post to the resume URL of a parked execution came to. */
export interface Posted {
	/** What the node answered by itself; n8n answers 200 where it left that to n8n. */
	readonly status: number;
	readonly body: unknown;
	/** What left by each output, where the execution went on; null while it stays parked. */
	readonly outputs: readonly (readonly INodeExecutionData[])[] | null;
}

/** Posts to the resume URL of a parked execution and, where the node lets it, has the engine go on as n8n does. */
export async function postTo(node: NodeUnderTest, run: IRun, body: IDataObject): Promise<Posted> {
	const data = structuredClone(run.data);
	const answer = { status: 200, body: undefined as unknown };
	const response = {
		status: (status: number) => ({
			json: (value: unknown) => Object.assign(answer, { status, body: value }),
		}),
	};
	const workflow = workflowOf(node);
	const { type, typeVersion } = workflow.getNode(NODE)!;
	const { webhook, description } = workflow.nodeTypes.getByNameAndVersion(type, typeVersion);
	const result: IWebhookResponseData = await webhook!.call(
		contextOf(workflow, node, data, { httpRequest: { body }, httpResponse: response }),
	);
	if (!result.workflowData) return { ...answer, outputs: null };
	const [entry] = data.executionData!.nodeExecutionStack;
	entry!.data.main = result.workflowData;
	entry!.metadata = { ...entry!.metadata, forwardAllOutputs: true };
	// n8n answers what the node gives it only where the description leaves it to that.
	const responseData = description.webhooks?.[0]?.responseData ?? 'firstEntryJson';
	return {
		...answer,
		body: responseData || result.webhookResponse,
		outputs: await goOn(node, { ...run, data }),
	};
}

/** The id of the n8n that the nodes of these tests find themselves in. */
export function instanceId(node: NodeUnderTest): string {
	return contextOf(workflowOf(node), node, null, {}).getInstanceId();
}

function contextOf(
	workflow: Workflow,
	node: NodeUnderTest,
	data: IRunExecutionData | null,
	request: object,
): WebhookContext {
	const additionalData = { ...additionalDataOf(node, 'trigger'), ...request };
	const tested = workflow.getNode(NODE)!;
	return new WebhookContext(
		workflow,
		tested,
		additionalData,
		'trigger',
		{} as IWebhookData,
		[],
		data,
	);
}

/** Has the engine go on as n8n does when the time of a parked execution is over and nobody has resumed it. */
export async function goOn(
	node: NodeUnderTest,
	run: IRun,
): Promise<readonly (readonly INodeExecutionData[])[]> {
	const data = structuredClone(run.data);
	const engine = new WorkflowExecute(additionalDataOf(node, 'trigger'), 'trigger', data);
	const resumed = await engine.processRunExecutionData(workflowOf(node));
	const main = resumed.data.resultData.runData[NODE]?.at(-1)?.data?.main ?? [];
	return main.map((items) => items ?? []);
}
