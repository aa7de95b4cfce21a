import type { Source, SourceRequest, SourceSettings } from '../../sources/source';

/**
 * How one sender makes a request that our source has to accept, with a signer that is not ours where there is one. The
 * person in its body is Neda Karimi, neda@example.com, 0912 …, so that the contract can look for her in error texts.
 */
export interface Sender {
	readonly source: Source;
	/**
	 * Three secrets as this sender writes them; the first two are valid in `settings`. `NO_SECRETS` for a source that is
	 * known by its address alone.
	 */
	readonly secrets: readonly [now: string, old: string, foreign: string];
	/** A key of no length as this sender writes it; an empty text unless said otherwise. */
	readonly emptySecret?: string;
	readonly settings: SourceSettings;
	readonly body: Buffer;
	/** How the body is written, JSON unless said otherwise; `none` where the sender has nothing in it, as in a GET. */
	readonly format?: 'json' | 'form' | 'xml' | 'none';
	/** Gives the request with this body, signed with the secret or carrying it. `signedAt` is epoch milliseconds. */
	sign(body: Buffer, secret: string, signedAt?: number): SourceRequest;
	/**
	 * Headers without which a request must be refused, and the code of the refusal. Empty where the signature or the
	 * secret stands in the body or the query.
	 */
	readonly required: Readonly<Record<string, string>>;
	readonly signsBody: boolean;
	readonly signsTime: boolean;
	/** The status that the sender hears for a delivery that was stored; 200 unless said otherwise. */
	readonly status?: number;
	/** Wraps a random payload so that the mapper looks into it; as it stands unless said otherwise. */
	envelope?(payload: unknown): unknown;
}

/** For a source that is known by its address alone. */
export const NO_SECRETS = ['', '', ''] as const;
