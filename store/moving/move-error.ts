/** Why a move cannot be begun or finished, as a stable code. */
export const MOVE_ERROR_CODES = [
	'no_source',
	'target_in_use',
	'already_moved',
	'not_moving',
	'difference',
] as const;

export type MoveErrorCode = (typeof MOVE_ERROR_CODES)[number];

/** Thrown when a store cannot be moved; the message says what stands in the way and how to go on. */
export class MoveError extends Error {
	constructor(
		readonly code: MoveErrorCode,
		message: string,
	) {
		super(message);
		this.name = 'MoveError';
	}
}
