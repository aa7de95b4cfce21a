import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { openJourneyStore } from '../shared/open-journey-store';
import { itemOfTouchpoint } from '../shared/touchpoint-item';
import { calledPath, readBody, sourceRequest, type WebhookRequest } from './request';
import { readSettings } from './settings';
import { refusal, takeDelivery, unavailable, type Taken } from './take-delivery';

/**
 * Answers one request to a trigger and gives the items that start the workflow, or none. It answers by itself rather
 * than throw, because n8n would keep a failed execution for every stranger who calls the address.
 */
export async function handleWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const delivery = randomUUID();
	const taken = await takeRequest(context, delivery);
	if (taken.log) {
		context.logger[taken.log.level](taken.log.message, {
			workflowId: context.getWorkflow().id,
			nodeName: context.getNode().name,
		});
	}
	send(context.getResponseObject() as unknown as ServerResponse, taken);
	if (taken.touchpoints.length === 0) return { noWebhookResponse: true };
	const items = taken.touchpoints.map((touchpoint) => ({
		json: { ...itemOfTouchpoint(touchpoint), rejectedElements: taken.rejected },
	}));
	return { noWebhookResponse: true, workflowData: [items] };
}

async function takeRequest(context: IWebhookFunctions, delivery: string): Promise<Taken> {
	const request = context.getRequestObject() as unknown as WebhookRequest;
	const unreadable = await readBody(request);
	if (unreadable) return refusal(delivery, unreadable);
	try {
		const settings = await readSettings(context);
		const address = addressOf(context, request, settings.publicAddress);
		return await takeDelivery(
			sourceRequest(request, address, delivery, Date.now()),
			settings,
			async () => await openJourneyStore(context),
		);
	} catch (error) {
		// A field or credential that is wrong is our fault: the sender is to keep the delivery until it is mended.
		return unavailable(delivery, error);
	}
}

/** The address below which the node listens, with the part that Segment's libraries add to it. */
function addressOf(
	context: IWebhookFunctions,
	request: WebhookRequest,
	publicAddress: string | undefined,
): string {
	const own = publicAddress ?? context.getNodeWebhookUrl('default') ?? '';
	if (context.getWebhookName() === 'default') return own;
	const added = calledPath(request).split('/').filter(Boolean).slice(-2).join('/');
	return `${own}/${added}`;
}

function send(response: ServerResponse, { answer }: Taken): void {
	response.writeHead(answer.status, answer.headers);
	response.end(answer.body);
}
