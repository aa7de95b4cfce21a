import type { Touchpoint } from '../journey/touchpoint';
import type { FieldMapping } from './field-mapping';

/** One HTTP request as it came, after n8n has undone the content encoding. Header names are lower case. */
export interface SourceRequest {
	readonly method: string;
	/** The full address the sender called, as configured for the public, with its query. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly query: Readonly<Record<string, string | undefined>>;
	/** The exact bytes of the body. */
	readonly body: Buffer;
	/** Epoch milliseconds. */
	readonly receivedAt: number;
	/** Names this delivery in the log and on its touchpoints. */
	readonly delivery: string;
}

/** What the credential and the node say about the sender. */
export interface SourceSettings {
	/** Every secret that is valid now; several during a rotation. Empty means that nothing can be verified. */
	readonly secrets: readonly string[];
	/** ISO 3166 code used for phone numbers without a country, or undefined to keep such numbers as attributes. */
	readonly defaultCountry?: string;
	/**
	 * Snake-case name of the system behind a source that any system may use (`generic`, `standard_webhooks`); without it
	 * two such systems that number their events 1, 2, 3 would be taken for one.
	 */
	readonly sender?: string;
	/** Settings of the generic source. */
	readonly hmac?: HmacRecipe;
	/** The source's own fields, by name, as people filled them in. */
	readonly fields?: Readonly<Record<string, string | boolean>>;
	/** Where a custom payload has our fields, for sources that any system may use; without it the payload is in our own words. */
	readonly mapping?: FieldMapping;
	readonly test: boolean;
}

/** A field that only one source needs; the node shows it when that source is chosen. */
export interface SourceField {
	readonly name: string;
	readonly displayName: string;
	/** One sentence in sentence case without a full stop; for a boolean it begins with "Whether". */
	readonly description: string;
	readonly placeholder?: string;
	readonly default: string | boolean;
}

/**
 * How a request shows who sent it: by a signature over its content, by a secret it carries, or only by knowing the
 * address. The last is marked on the canvas, since whoever learns the address can send.
 */
export const SOURCE_PROOFS = ['signature', 'shared_secret', 'address'] as const;

/** What kind of tool the sender is; people find it under this heading. */
export const SOURCE_GROUPS = [
	'generic',
	'shop',
	'payment',
	'crm',
	'email',
	'messaging',
	'support',
	'survey',
	'booking',
	'pipeline',
	'content',
	'store',
] as const;

/** The HTTP methods that senders use. */
export type SourceMethod = 'GET' | 'HEAD' | 'OPTIONS' | 'POST';

/** How a sender signs: everything an HMAC verifier needs to know. */
export interface HmacRecipe {
	/** Lower-case name of the header that holds the signature. */
	readonly header: string;
	/** Text before the signature in that header, such as `sha256=`. */
	readonly prefix?: string;
	/** Text between the parts of that header where it holds several; parts without the prefix are passed over. */
	readonly separator?: string;
	/** Text before the time of signing, where that stands in a part of the same header (`t=`) and not in its own. */
	readonly timestampPrefix?: string;
	readonly algorithm: 'sha1' | 'sha256' | 'sha512';
	readonly encoding: 'hex' | 'base64';
	/** What is signed; `{body}`, `{timestamp}`, `{id}` and `{url}` stand for those parts. */
	readonly signed: string;
	/** Lower-case header with the time of signing in seconds or milliseconds since 1970; without it no age is checked. */
	readonly timestampHeader?: string;
	/** How old or how far ahead that time may be, in milliseconds. */
	readonly toleranceMs?: number;
	/** Lower-case header with the sender's id of the delivery. */
	readonly idHeader?: string;
}

/** Why a request is not taken. `reason` goes to the log and never holds a secret or personal data. */
export interface Refusal {
	readonly status: 400 | 401 | 405 | 413 | 415 | 429;
	readonly code: RefusalCode;
	readonly reason: string;
}

export const REFUSAL_CODES = [
	'no_secret',
	'missing_signature',
	'bad_signature',
	'missing_timestamp',
	'stale_timestamp',
	'broken_body',
	'body_too_large',
	'body_too_deep',
	'wrong_method',
	'address_not_allowed',
	'backlog_full',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** One element of a delivery that could not become a touchpoint; the others of the batch are kept. */
export interface RejectedElement {
	readonly index: number;
	readonly reason: string;
}

/** What is sent back to the sender. */
export interface Answer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: string;
}

/** The outcome of looking at one request; a value, never an exception. */
export type Reception =
	| { readonly kind: 'answered'; readonly answer: Answer }
	| { readonly kind: 'refused'; readonly refusal: Refusal }
	| {
			readonly kind: 'accepted';
			readonly touchpoints: readonly Touchpoint[];
			readonly rejected: readonly RejectedElement[];
			/** What `split` gave, to which the indexes of `rejected` and `origins` point. */
			readonly events: readonly unknown[];
			/** For each touchpoint, from which event it was mapped. */
			readonly origins: readonly number[];
			readonly answer: Answer;
	  };

/** One sender. Pure: the same request, settings and time always give the same reception. */
export interface Source {
	readonly name: string;
	/** What people read on the canvas. */
	readonly displayName: string;
	readonly group: (typeof SOURCE_GROUPS)[number];
	readonly proof: (typeof SOURCE_PROOFS)[number];
	/** Where in the sender's settings the address goes and where the secret is found, in one to three sentences. */
	readonly howTo: string;
	readonly fields?: readonly SourceField[];
	/** Whether people say which system sends (`SourceSettings.sender`); those of the group `generic` always ask. */
	readonly namedByUser?: boolean;
	/** Every HTTP method that the sender uses, also to set the connection up; POST unless said otherwise. */
	readonly methods?: readonly SourceMethod[];
	/** Paths below the address at which the sender posts beside the address itself, without a slash at either end. */
	readonly paths?: readonly string[];
	/** Answers a request that only sets the connection up, before anything is verified; undefined for all others. */
	handshake?(request: SourceRequest, settings: SourceSettings): Answer | undefined;
	/**
	 * Gives null when the request is from the sender, else why not; throws `BrokenBody` when what shows it stands in a
	 * body that cannot be read.
	 */
	verify(request: SourceRequest, settings: SourceSettings): Refusal | null;
	/** Splits a verified body into the sender's events; throws `BrokenBody` when it cannot be read at all. */
	split(request: SourceRequest): readonly unknown[];
	/**
	 * Maps one event to touchpoints (usually one); throws `UnusableEvent` with the reason when it is not usable.
	 * `index` is its place in what `split` gave; it tells apart events of one delivery that have no id.
	 */
	map(
		event: unknown,
		request: SourceRequest,
		settings: SourceSettings,
		index: number,
	): readonly Touchpoint[];
	/** What the sender expects to hear for a delivery that was stored; `OK` as text where it does not care. */
	readonly accepted?: Answer | ((request: SourceRequest, settings: SourceSettings) => Answer);
}
