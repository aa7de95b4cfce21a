import {
	fromParameter,
	webhookDescriptionFields,
	type IWebhookDescription,
	type NodeParameterValueType,
} from 'n8n-workflow';
import { SOURCES } from '../../sources/catalogue';
import type { Source } from '../../sources/source';

/**
 * The methods at which each source is called. OPTIONS is left out: n8n answers it by itself, with 204 and for browsers
 * only, and never asks a node.
 */
const METHODS: Readonly<Record<string, string[]>> = Object.fromEntries(
	SOURCES.map((source) => [source.name, methodsOf(source)]),
);

/** Every path below the address at which some source posts. */
const SUB_PATHS = [...new Set(SOURCES.flatMap(({ paths = [] }) => paths))];

/**
 * The addresses at which a trigger listens. Each field can be read without n8n's expression engine, which would cost
 * every request more than all the rest of the work. With an empty path n8n uses the node's own webhook id.
 */
export const webhooks: IWebhookDescription[] = [
	{
		name: 'default',
		isFullPath: true,
		...webhookDescriptionFields({
			httpMethod: methodOf(METHODS, ['POST']),
			path: fromParameter('path'),
		}),
	},
	...SUB_PATHS.map(below),
];

/**
 * Gives the description of an address below the trigger's own one. For sources that do not post there it has no method,
 * and so n8n registers no address.
 */
function below(subPath: string): IWebhookDescription {
	const own = '($parameter["path"] || "").replace(/^[/\\s]+|[/\\s]+$/g, "")';
	const posting = SOURCES.filter(({ paths = [] }) => paths.includes(subPath));
	const fields = webhookDescriptionFields({
		httpMethod: methodOf(
			Object.fromEntries(posting.map((source) => [source.name, methodsOf(source)])),
			[],
		),
		path: {
			template: `={{ (${own} ? ${own} + "/" : "") + "${subPath}" }}`,
			resolve: ({ path }) => (trimmed(path) ? `${trimmed(path)}/${subPath}` : subPath),
		},
		isFullPath: {
			template: `={{ ${own} !== "" }}`,
			resolve: ({ path }) => trimmed(path) !== '',
		},
	});
	// n8n types `isFullPath` as a boolean and reads it as an expression all the same.
	return { name: 'setup', ndvHideUrl: true, ...fields } as unknown as IWebhookDescription;
}

/** Looks the methods up by the source; n8n takes a list, and its editor shows a single one. */
function methodOf(methods: Readonly<Record<string, string[]>>, others: string[]) {
	return {
		template: `={{ (${JSON.stringify(methods)})[$parameter["source"]] || ${JSON.stringify(others)} }}`,
		resolve: ({ source }: { source?: NodeParameterValueType }) =>
			(typeof source === 'string' ? methods[source] : undefined) ?? others,
	};
}

function methodsOf({ methods = ['POST'] }: Source): string[] {
	return methods.filter((method) => method !== 'OPTIONS');
}

function trimmed(path: NodeParameterValueType | undefined): string {
	return typeof path === 'string' ? path.replace(/^[/\s]+|[/\s]+$/g, '') : '';
}
