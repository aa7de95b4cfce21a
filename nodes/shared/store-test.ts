import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { openStoreOf } from './open-journey-store';

/** Opens the store that the credential describes and reads from it; the answer says what is wrong, or what it holds. */
export async function journeyStoreTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const store = await openStoreOf(credential.data ?? {});
		const { customers, touchpoints } = await store.getTotals();
		return {
			status: 'OK',
			message: `The store is ready: ${customers} customers, ${touchpoints} touchpoints`,
		};
	} catch (error) {
		return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
	}
}
