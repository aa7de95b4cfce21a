import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Refusal } from '../../sources/source';
import { openJourneyStore } from '../shared/open-journey-store';
import { SOURCE_CREDENTIAL } from '../shared/source-secrets';
import { emittedItems } from './emitted-items';
import { recentRefusals, triggerKey } from './refusals';
import { calledAddress } from './called-address';
import { calledPath, readBody, sourceRequest, type WebhookRequest } from './request';
import { readSettings, type TriggerSettings } from './settings';
import { refusal, takeDelivery, unavailable, type Taken } from './take-delivery';

const NOT_ALLOWED: Refusal = {
	status: 401,
	code: 'address_not_allowed',
	reason:
		"the caller's IP address is not in 'Allowed IP Addresses': add it, or set N8N_PROXY_HOPS behind a proxy",
};

/**
 * Answers one request to a trigger and gives the items that start the workflow, or none. It answers by itself rather
 * than throw, because n8n would keep a failed execution for every stranger who calls the address.
 */
export async function handleWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject() as unknown as WebhookRequest;
	const received = { delivery: randomUUID(), receivedAt: Date.now() };
	let settings: TriggerSettings;
	try {
		settings = await readSettings(context);
	} catch (error) {
		// A field or credential that is wrong is our fault: the sender is to keep the delivery until it is mended.
		return finish(context, unavailable(received.delivery, error), received);
	}
	const taken = await take(context, request, settings, received);
	// What is kept is kept: the sender need not wait until the items are made.
	const answered = finish(context, taken, received);
	const items = emittedItems(taken, received, settings);
	return { ...answered, ...(items && { workflowData: items }) };
}

type Received = Readonly<{ delivery: string; receivedAt: number }>;

async function take(
	context: IWebhookFunctions,
	request: WebhookRequest,
	settings: TriggerSettings,
	{ delivery, receivedAt }: Received,
): Promise<Taken> {
	if (settings.allowsAddress?.(request) === false) return refusal(delivery, NOT_ALLOWED);
	const unreadable = await readBody(request);
	if (unreadable) return refusal(delivery, unreadable);
	return await takeDelivery(
		sourceRequest(request, addressOf(context, request, settings), delivery, receivedAt),
		settings,
		async () => await openJourneyStore(context),
	);
}

/** The address below which the node listens, with the part that some senders add to it. */
function addressOf(
	context: IWebhookFunctions,
	request: WebhookRequest,
	{ publicAddress, source }: TriggerSettings,
): string {
	const called = calledPath(request).replace(/\/$/, '');
	const added = source.paths?.find((path) => called.endsWith(`/${path}`));
	const ending = added === undefined ? '' : `/${added}`;
	if (publicAddress !== undefined) return publicAddress + ending;
	return calledAddress((context.getNodeWebhookUrl('default') ?? '') + ending, called);
}

/** Answers the sender, and tells the log and whoever opens the node what went wrong. */
function finish(
	context: IWebhookFunctions,
	{ answer, problem }: Taken,
	{ delivery, receivedAt }: Received,
): IWebhookResponseData {
	if (problem) {
		const { level, status, code, reason } = problem;
		const node = context.getNode();
		context.logger[level](`Delivery ${delivery} answered ${status} ${code}: ${reason}`, {
			workflowId: context.getWorkflow().id,
			nodeName: node.name,
		});
		recentRefusals.add(
			triggerKey(node.parameters.path, node.credentials?.[SOURCE_CREDENTIAL]?.id),
			{ at: receivedAt, status, code, reason },
		);
	}
	const response = context.getResponseObject() as unknown as ServerResponse;
	// Not `writeHead`: headers that are out before the body hide its length, and n8n would compress two letters.
	response.statusCode = answer.status;
	response.setHeaders(new Map(Object.entries(answer.headers ?? {})));
	response.end(answer.body);
	return { noWebhookResponse: true };
}
