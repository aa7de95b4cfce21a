import type { IHookFunctions, INodeType } from 'n8n-workflow';
import { Misconfiguration } from '../shared/misconfiguration';
import { publishingErrorOf } from '../shared/node-error';
import { openJourneyStore } from '../shared/open-journey-store';
import { lookAfterWaits } from '../shared/resuming/start-resumer';
import { isTakenUp } from '../shared/taken-up';
import { readSettings } from './settings';

/**
 * Nobody has to be told about the address: people give it to the sender. So there is nothing to create or delete, and
 * what remains is to say what is wrong while the person who can mend it is looking.
 */
export const webhookMethods: INodeType['webhookMethods'] = {
	default: {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return false;
		},
		async create(this: IHookFunctions): Promise<boolean> {
			try {
				await check(this);
			} catch (error) {
				throw publishingErrorOf(this.getNode(), error);
			}
			return true;
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			return true;
		},
	},
};

async function check(context: IHookFunctions): Promise<void> {
	// When n8n itself starts, a trigger that cannot work now still answers 503; without its address, senders would hear 404.
	if (isTakenUp(context.getActivationMode())) {
		await startResumer(context);
		return;
	}
	const { source, settings } = await readSettings(context);
	if (source.proof !== 'address' && settings.secrets.length === 0) {
		throw new Misconfiguration(
			"'Signing Secret' in the Touchpoint Source credential is empty",
			'Every delivery would be refused. Enter the secret that the sender signs with.',
		);
	}
	lookAfterWaits(context, await openJourneyStore(context));
}

/** Executions may have been parked when n8n went down, and what they wait for may have come or not come since. */
async function startResumer(context: IHookFunctions): Promise<void> {
	try {
		lookAfterWaits(context, await openJourneyStore(context));
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'unknown reason';
		context.logger.warn(`Waits for touchpoints are not looked after: ${reason}`);
	}
}
