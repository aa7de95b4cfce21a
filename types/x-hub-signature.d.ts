/** What tests use of the package that signs as Meta and Intercom do; it ships no types. */
declare module 'x-hub-signature' {
	class XHubSignature {
		constructor(algorithm: 'sha1' | 'sha256', secret: string);
		/** Gives the text of the header, as in `sha1=…`. */
		sign(requestBody: Uint8Array | string): string;
	}
	export = XHubSignature;
}
