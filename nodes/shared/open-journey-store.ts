import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import type { JourneyStore } from '../../store/journey-store';
import { openStore } from '../../store/open-store';
import { n8nFolder } from './n8n-folder';
import { storeSettings } from './store-settings';

const STORE_CREDENTIAL = 'journeyStoreApi';

/** What a node offers that wants its store: every context of n8n has these two. */
export interface StoreUser {
	getNode(): INode;
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
}

/**
 * Gives the store of a node's Journey Store credential, or `customer-journey.sqlite` in n8n's folder without one. It is
 * shared with all other nodes and stays open. Throws `StoreError` with the next step when there can be none.
 */
export async function openJourneyStore(user: StoreUser): Promise<JourneyStore> {
	return await openStoreOf(await storeCredential(user));
}

/** Gives the Journey Store credential of a node; empty without one. */
export async function storeCredential(user: StoreUser): Promise<ICredentialDataDecryptedObject> {
	const hasCredential = user.getNode().credentials?.[STORE_CREDENTIAL] !== undefined;
	return hasCredential ? await user.getCredentials(STORE_CREDENTIAL) : {};
}

/** Gives the store that a Journey Store credential describes. */
export async function openStoreOf(
	credential: ICredentialDataDecryptedObject,
): Promise<JourneyStore> {
	const folder = n8nFolder(process.env, process.cwd());
	const queueMode = process.env.EXECUTIONS_MODE === 'queue';
	return await openStore(storeSettings(credential, folder, queueMode));
}
