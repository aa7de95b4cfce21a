import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { Executor } from './item-loop';

/** The executors of a node by resource and operation. */
export type Operations = Readonly<Record<string, Readonly<Record<string, Executor>>>>;

/** Runs the operation that is chosen in the node over all its items. */
export async function route(
	context: IExecuteFunctions,
	operations: Operations,
): Promise<INodeExecutionData[][]> {
	const resource = String(context.getNodeParameter('resource', 0));
	const operation = String(context.getNodeParameter('operation', 0));
	const execute = operations[resource]?.[operation];
	if (!execute) {
		throw new NodeOperationError(
			context.getNode(),
			`There is no operation '${operation}' for the resource '${resource}'`,
			{ description: "Choose one in 'Resource' and 'Operation'." },
		);
	}
	return await execute(context);
}
