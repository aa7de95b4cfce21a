import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

export const SOURCE_CREDENTIAL = 'touchpointSourceApi';

/** The fields of the Touchpoint Source credential that hold secrets, with what people call them. */
const SECRET_FIELDS = [
	['secret', 'Signing Secret'],
	['previousSecret', 'Previous Signing Secret'],
	['additionalSecret', 'Additional Signing Secret'],
] as const;

/** Gives every secret that is valid now, without spaces at the ends; empty fields are passed over. */
export function secretsOf(credential: ICredentialDataDecryptedObject): string[] {
	return SECRET_FIELDS.map(([name]) => secretIn(credential, name)).filter(
		(secret) => secret !== '',
	);
}

function secretIn(credential: ICredentialDataDecryptedObject, name: string): string {
	const secret = credential[name];
	return typeof secret === 'string' ? secret.trim() : '';
}

/** Says what is wrong with the secrets of a Touchpoint Source credential; the sender itself cannot be asked. */
export async function touchpointSourceTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const message = faultIn(credential.data ?? {});
	return message === null
		? {
				status: 'OK',
				message:
					'The secrets are well formed. A test delivery will show whether they are the right ones.',
			}
		: { status: 'Error', message };
}

/** Some senders sign with a key pair, and give out the public key as PEM, which has lines. */
function isPublicKey(secret: string): boolean {
	return /^-----BEGIN (?:[A-Z]+ )*PUBLIC KEY-----\s/.test(secret);
}

function faultIn(credential: ICredentialDataDecryptedObject): string | null {
	if (secretIn(credential, 'secret') === '') {
		return "'Signing Secret' is empty, so every delivery would be refused. Copy it from the sender's webhook settings.";
	}
	for (const [name, displayName] of SECRET_FIELDS) {
		const secret = secretIn(credential, name);
		if (secret.startsWith('whsec_') && !/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret)) {
			return `'${displayName}' begins with whsec_ and is not base64 after that. Copy it again, whole.`;
		}
		if (/\s/.test(secret) && !isPublicKey(secret)) {
			return `'${displayName}' has a space or line break inside. Copy it again, without what stands around it.`;
		}
	}
	return new Set(secretsOf(credential)).size < secretsOf(credential).length
		? 'Two of the secrets are the same. Leave the second one empty, or enter the other secret of the sender.'
		: null;
}
