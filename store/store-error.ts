/** What can be wrong with a store, as a stable code for callers. */
export const STORE_ERROR_CODES = [
	'unusable_path',
	'incomplete_credential',
	'not_ours',
	'too_new',
	'server_too_old',
	'busy',
	'moved',
	'outcome_unknown',
	'locked',
	'read_only',
	'disk_full',
	'damaged',
	'queue_mode',
	'definition_conflict',
	'unknown_definition',
	'key_kind_changed',
	'failed',
] as const;

export type StoreErrorCode = (typeof STORE_ERROR_CODES)[number];

/** Thrown when the store cannot do what was asked; the message says what is wrong and how to go on. */
export class StoreError extends Error {
	constructor(
		readonly code: StoreErrorCode,
		message: string,
		options?: ErrorOptions,
	) {
		super(message, options);
		this.name = 'StoreError';
	}
}
