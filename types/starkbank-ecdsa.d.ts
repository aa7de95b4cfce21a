/** What tests use of the ECDSA library with which SendGrid's own package checks its signatures; it ships no types. */
declare module 'starkbank-ecdsa' {
	import type { Curve } from 'starkbank-ecdsa/ellipticcurve/curve';

	export class PublicKey {
		toPem(): string;
	}
	export class PrivateKey {
		/** Gives the key whose number is written as bytes, one a character. */
		static fromString(bytes: string, curve: Curve): PrivateKey;
		publicKey(): PublicKey;
		toPem(): string;
	}
	export class Signature {
		toBase64(): string;
	}
	export const Ecdsa: {
		/** Signs the SHA-256 of the message. */
		sign(message: Buffer, key: PrivateKey): Signature;
	};
}

declare module 'starkbank-ecdsa/ellipticcurve/curve' {
	export interface Curve {
		readonly name: string;
	}
	export const prime256v1: Curve;
	export const secp256k1: Curve;
}
