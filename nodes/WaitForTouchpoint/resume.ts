import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { KeptWait } from '../../store/wait-store';
import { openJourneyStore } from '../shared/open-journey-store';
import { outputsOf } from './execute';

/**
 * Answers a post to the resume URL of a parked execution. It goes on only for a wait of its own that has ended and is to be
 * continued; to any other post the answer is 409, and the execution stays parked, because n8n leaves it so without
 * workflow data. An error must not be thrown here: n8n would end the execution with it.
 */
export async function resume(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	let kept: KeptWait | null;
	try {
		const { waitId } = context.getBodyData();
		const store = await openJourneyStore(context);
		kept = typeof waitId === 'string' ? await store.getWait(waitId) : null;
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'unknown reason';
		context.logger.warn(`A wait for a touchpoint could not be continued: ${reason}`);
		return refuse(context, 503, 'store');
	}
	if (kept?.executionId !== context.getExecutionId() || kept.delivery !== 'pending') {
		return refuse(context, 409, 'not_waiting');
	}
	return {
		workflowData: outputsOf(kept, parkedItem(context), 0),
		webhookResponse: { resumed: kept.id },
	};
}

function refuse(context: IWebhookFunctions, status: number, refused: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ refused });
	return { noWebhookResponse: true };
}

/** What came in when the execution was parked; n8n keeps it as the input of the node that goes on. */
function parkedItem(context: IWebhookFunctions): INodeExecutionData {
	const item: unknown = context.evaluateExpression('{{ $input.first() }}', 0);
	return item as INodeExecutionData;
}
