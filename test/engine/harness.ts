import 'reflect-metadata';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import { createRunExecutionData, Workflow } from 'n8n-workflow';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	IRun,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { TestCredentials, type CredentialData } from './credentials';
import { OWN, TestNodeTypes } from './node-types';

/** What a test says about the node it drives. */
export interface NodeUnderTest {
	/** Without the package: `journeyStage`. */
	readonly type: string;
	readonly typeVersion?: number;
	readonly parameters: INode['parameters'];
	readonly credentials?: CredentialData;
	readonly onError?: INode['onError'];
}

export interface RunOptions {
	readonly input?: readonly (IDataObject | INodeExecutionData)[];
	/** `trigger` is a production run; `manual` is one from the editor. */
	readonly mode?: WorkflowExecuteMode;
}

export interface RunResult {
	readonly run: IRun;
	/** The message and description of what stopped the node; null when nothing did. */
	readonly error: { readonly message: string; readonly description: unknown } | null;
	/** What left by an output, in order. */
	items(output?: number): readonly INodeExecutionData[];
	/** The JSON of those. */
	json(output?: number): readonly IDataObject[];
}

/** The name that the driven node has in the workflow. */
export const NODE = 'Under Test';

/** Gives a workflow of a start and the node under test. */
export function workflowOf(node: NodeUnderTest): Workflow {
	return new Workflow({
		id: 'workflow-1',
		name: 'Test',
		active: false,
		nodes: [startNode, testedNode(node)],
		connections: { Start: { main: [[{ node: NODE, type: 'main', index: 0 }]] } } as IConnections,
		nodeTypes: new TestNodeTypes(),
		settings: { timezone: 'Europe/Athens' },
	});
}

/** Runs the node by n8n's own engine on these items. */
export async function runNode(node: NodeUnderTest, options: RunOptions = {}): Promise<RunResult> {
	const { input = [{}], mode = 'trigger' } = options;
	const workflow = workflowOf(node);
	const items = input.map((item) =>
		'json' in item ? item : { json: item },
	) as INodeExecutionData[];
	const stack = [{ node: startNode, data: { main: [items] }, source: null }];
	const execution = createRunExecutionData({ executionData: { nodeExecutionStack: stack } });
	const engine = new WorkflowExecute(additionalDataOf(node, mode), mode, execution);
	const run = await engine.processRunExecutionData(workflow);
	const output = (index: number) =>
		run.data.resultData.runData[NODE]?.[0]?.data?.main?.[index] ?? [];
	const { error } = run.data.resultData;
	return {
		run,
		error: error
			? { message: error.message, description: 'description' in error ? error.description : null }
			: null,
		items: (index = 0) => output(index),
		json: (index = 0) => output(index).map((item) => item.json),
	};
}

/** Gives what the engine and the contexts of n8n need beside the workflow. */
export function additionalDataOf(
	node: NodeUnderTest,
	mode: WorkflowExecuteMode,
): IWorkflowExecuteAdditionalData {
	const workflowData = { id: 'workflow-1', name: 'Test', nodes: [], connections: {} };
	return {
		hooks: new ExecutionLifecycleHooks(mode, '1', workflowData as never),
		executionId: '1',
		credentialsHelper: new TestCredentials(node.credentials ?? {}),
		variables: {},
		webhookBaseUrl: 'https://n8n.example.com/webhook',
		webhookTestBaseUrl: 'https://n8n.example.com/webhook-test',
		webhookWaitingBaseUrl: 'https://n8n.example.com/webhook-waiting',
		formWaitingBaseUrl: 'https://n8n.example.com/form-waiting',
		currentNodeParameters: undefined,
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
}

const startNode: INode = {
	id: 'start',
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function testedNode({
	type,
	typeVersion = 1,
	parameters,
	credentials,
	onError,
}: NodeUnderTest): INode {
	const used = Object.keys(credentials ?? {}).map((name) => [name, { id: name, name }] as const);
	return {
		id: 'under-test',
		name: NODE,
		type: `${OWN}.${type}`,
		typeVersion,
		position: [200, 0],
		parameters,
		webhookId: '1f6e9f3e-6f5b-4a7e-9d0c-3c1d0e7b2a55',
		...(used.length > 0 && { credentials: Object.fromEntries(used) }),
		...(onError && { onError }),
	};
}
