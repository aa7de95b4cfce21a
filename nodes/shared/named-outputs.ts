import { NodeConnectionTypes, type ExpressionString } from 'n8n-workflow';

/** Gives the outputs of a node that has named ones for some of its operations, and a single one for all others. */
export function namedOutputsFor(
	namesByOperation: Readonly<Record<string, readonly string[]>>,
): ExpressionString {
	const type = NodeConnectionTypes.Main;
	const choices = Object.entries(namesByOperation).map(([operation, names]) => {
		const named = JSON.stringify(names.map((displayName) => ({ type, displayName })));
		return `$parameter["operation"] === "${operation}" ? ${named} : `;
	});
	return `={{ ${choices.join('')}["${type}"] }}`;
}
