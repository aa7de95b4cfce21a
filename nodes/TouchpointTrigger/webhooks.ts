import {
	fromParameter,
	webhookDescriptionFields,
	type IWebhookDescription,
	type NodeParameterValueType,
} from 'n8n-workflow';

/** What Segment's libraries add to the address they are given (segment.com/docs/connections/sources/catalog/libraries/server/http-api). */
const SEGMENT_PATHS = ['batch', 'identify', 'track', 'page', 'screen', 'group', 'alias'].map(
	(call) => `v1/${call}`,
);

/**
 * The addresses at which a trigger listens. Each field can be read without n8n's expression engine, which would cost
 * every request more than all the rest of the work. With an empty path n8n uses the node's own webhook id.
 */
export const webhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		isFullPath: true,
		...webhookDescriptionFields({ path: fromParameter('path') }),
	},
	...SEGMENT_PATHS.map(belowForSegment),
];

/**
 * Gives the description of an address below the trigger's own one. Only Segment posts there: for other sources there is
 * no method, and so n8n registers no address.
 */
function belowForSegment(subPath: string): IWebhookDescription {
	const own = '($parameter["path"] || "").replace(/^[/\\s]+|[/\\s]+$/g, "")';
	const fields = webhookDescriptionFields({
		httpMethod: {
			template: '={{ $parameter["source"] === "segment" ? "POST" : "" }}',
			resolve: ({ source }) => (source === 'segment' ? 'POST' : ''),
		},
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

function trimmed(path: NodeParameterValueType | undefined): string {
	return typeof path === 'string' ? path.replace(/^[/\s]+|[/\s]+$/g, '') : '';
}
