import type { IncomingHttpHeaders } from 'node:http';
import type { IWebhookFunctions } from 'n8n-workflow';
import { handleWebhook } from '../nodes/TouchpointTrigger/handle-webhook';

/** A Touchpoint Trigger as n8n would run it, and where it keeps what it takes. */
export interface TriggerUnderBench {
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly secret: string;
	/** The SQLite file. */
	readonly storePath: string;
}

/** A POST as n8n hands it to a node: its body read and, where it was compressed, unpacked. */
export interface Delivery {
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

/**
 * Hands one delivery to the trigger in the place of n8n, which does no work here, and gives the milliseconds until the
 * sender is answered. Throws when the answer is not 200: the measurement would be of nothing.
 */
export async function millisecondsToAnswer(
	{ parameters, secret, storePath }: TriggerUnderBench,
	{ headers, body }: Delivery,
): Promise<number> {
	const path = `/webhook/${String(parameters.path)}`;
	let answeredAt = Number.NaN;
	const response = {
		statusCode: 0,
		setHeaders: () => undefined,
		end: () => (answeredAt = performance.now()),
	};
	const credentials: Readonly<Record<string, object>> = {
		touchpointSourceApi: { secret },
		journeyStoreApi: { database: 'sqlite', path: storePath },
	};
	const context = {
		getRequestObject: () => ({ method: 'POST', url: path, headers, rawBody: body }),
		getResponseObject: () => response,
		getNodeParameter: (name: string, byDefault: unknown) => parameters[name] ?? byDefault,
		getCredentials: async (type: string) => credentials[type],
		getMode: () => 'webhook',
		getNode: () => ({ name: 'Touchpoint Trigger', parameters, credentials }),
		getWorkflow: () => ({ id: 'bench' }),
		getNodeWebhookUrl: () => `https://n8n.example${path}`,
		logger: { warn: () => undefined, error: () => undefined },
	};
	const started = performance.now();
	await handleWebhook(context as unknown as IWebhookFunctions);
	if (response.statusCode !== 200) throw new Error(`the trigger answered ${response.statusCode}`);
	return answeredAt - started;
}
