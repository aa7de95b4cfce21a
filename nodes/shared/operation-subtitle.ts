import type { ExpressionString, INodeProperties } from 'n8n-workflow';

/**
 * Gives the text under a node on the canvas: the chosen resource and operation, by the names that the fields 'Resource'
 * and 'Operation' among these show, as in "Customer: Get Context". Only the editor evaluates it.
 */
export function operationSubtitle(properties: readonly INodeProperties[]): ExpressionString {
	const names = properties
		.filter(({ name }) => name === 'resource')
		.flatMap(choicesOf)
		.flatMap((resource) =>
			properties
				.filter(
					({ name, displayOptions }) =>
						name === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
				)
				.flatMap(choicesOf)
				.map((operation): [string, string] => [
					`${resource.value}.${operation.value}`,
					`${resource.name}: ${operation.name}`,
				]),
		);
	return `={{ ${JSON.stringify(Object.fromEntries(names))}[$parameter["resource"] + "." + $parameter["operation"]] }}`;
}

const choicesOf = ({ options = [] }: INodeProperties) =>
	options.flatMap((option) =>
		'value' in option ? [{ name: option.name, value: String(option.value) }] : [],
	);
