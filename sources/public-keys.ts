import { createPublicKey, type KeyObject } from 'node:crypto';

/**
 * Gives the public keys that stand in a text: PEM, one key or several behind each other, also with their line breaks lost
 * in a one-line field, or the base64 of one SubjectPublicKeyInfo alone. What is no public key is passed over. Never throws.
 */
export function publicKeysIn(text: string): KeyObject[] {
	const pems = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g);
	return (pems ?? [text]).flatMap((pem) => {
		const encoded = pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');
		if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return [];
		try {
			const der = Buffer.from(encoded, 'base64');
			return [createPublicKey({ key: der, format: 'der', type: 'spki' })];
		} catch {
			return [];
		}
	});
}
