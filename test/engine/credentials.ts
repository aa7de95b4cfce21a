import { ICredentialsHelper } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	INodeCredentialsDetails,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

/** The data of each credential type, in plain text. */
export type CredentialData = Readonly<Record<string, ICredentialDataDecryptedObject>>;

/** Hands out credentials as n8n does, without encryption and database. */
export class TestCredentials extends ICredentialsHelper {
	readonly #data: CredentialData;

	constructor(data: CredentialData) {
		super();
		this.#data = data;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const data = this.#data[type];
		if (!data) throw new Error(`The test has no credential of type ${type}`);
		return data;
	}

	getParentTypes(): string[] {
		return [];
	}

	async authenticate(_data: unknown, _type: string, options: IHttpRequestOptions) {
		return options;
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('No test needs an encrypted credential');
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties() {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}
}
