import { resolve } from 'node:path';
import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import type { JourneyStore } from '../../store/journey-store';
import { openStore } from '../../store/open-store';
import { StoreError } from '../../store/store-error';
import { n8nFolder } from './n8n-folder';

const STORE_CREDENTIAL = 'journeyStoreApi';

const DEFAULT_FILE = 'customer-journey.sqlite';

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
	const hasCredential = user.getNode().credentials?.[STORE_CREDENTIAL] !== undefined;
	return await openStoreOf(hasCredential ? await user.getCredentials(STORE_CREDENTIAL) : {});
}

/** Gives the store that a Journey Store credential describes; a relative path starts at n8n's folder. */
export async function openStoreOf(
	credential: ICredentialDataDecryptedObject,
): Promise<JourneyStore> {
	if (process.env.EXECUTIONS_MODE === 'queue') {
		throw new StoreError(
			'queue_mode',
			'The journey store is a SQLite file, and n8n runs in queue mode, where the processes may not share a disk. Run n8n in regular mode (EXECUTIONS_MODE=regular) to use the customer journey nodes.',
		);
	}
	const path = typeof credential.path === 'string' ? credential.path.trim() : '';
	const folder = n8nFolder(process.env, process.cwd());
	return await openStore({ kind: 'sqlite', path: resolve(folder, path || DEFAULT_FILE) });
}
