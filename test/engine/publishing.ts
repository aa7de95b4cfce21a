import { HookContext, TriggerContext } from 'n8n-core';
import type {
	INodeExecutionData,
	ITriggerFunctions,
	IWebhookData,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { additionalDataOf, NODE, workflowOf, type NodeUnderTest } from './harness';

/** Publishes a workflow that begins with a webhook trigger, as far as the trigger has a say in it. */
export async function publishWebhook(
	node: NodeUnderTest,
	activation: WorkflowActivateMode = 'activate',
): Promise<void> {
	const workflow = workflowOf(node);
	const tested = workflow.getNode(NODE)!;
	const { webhookMethods } = workflow.nodeTypes.getByNameAndVersion(
		tested.type,
		tested.typeVersion,
	);
	const context = new HookContext(
		workflow,
		tested,
		additionalDataOf(node, 'trigger'),
		'trigger',
		activation,
		{} as IWebhookData,
	);
	const methods = webhookMethods!.default!;
	if (!(await methods.checkExists.call(context))) await methods.create.call(context);
}

/** Gives what n8n hands to a trigger without a webhook; `emit` hears of the executions that it starts. */
export function triggerContextOf(
	node: NodeUnderTest,
	emit: (data: INodeExecutionData[][], done?: Parameters<ITriggerFunctions['emit']>[2]) => void,
	activation: WorkflowActivateMode = 'activate',
): ITriggerFunctions {
	const mode: WorkflowExecuteMode = activation === 'manual' ? 'manual' : 'trigger';
	const workflow = workflowOf(node);
	return new TriggerContext(
		workflow,
		workflow.getNode(NODE)!,
		additionalDataOf(node, mode),
		mode,
		activation,
		(data, _response, done) => emit(data, done),
		() => undefined,
		() => undefined,
	) as unknown as ITriggerFunctions;
}
