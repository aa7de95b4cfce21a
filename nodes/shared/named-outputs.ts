import { NodeConnectionTypes, type ExpressionString } from 'n8n-workflow';

/** Gives the outputs of a node that has these named ones for one operation, and a single one for all others. */
export function namedOutputsFor(operation: string, names: readonly string[]): ExpressionString {
	const type = NodeConnectionTypes.Main;
	const named = JSON.stringify(names.map((displayName) => ({ type, displayName })));
	return `={{ $parameter["operation"] === "${operation}" ? ${named} : ["${type}"] }}`;
}
