/** A step that could not be done: what was wrong, and what the person can do next. */
export class Failure extends Error {
	/**
	 * @param {string} what what was wrong, and where
	 * @param {string} next the next step, as an instruction
	 * @param {string} [detail] the last output of the program that failed
	 */
	constructor(what, next, detail = '') {
		super(what);
		this.name = 'Failure';
		this.next = next;
		this.detail = detail;
	}
}

/** Text of an error for a person: what happened, the output that belongs to it, the next step last. */
export function describeFailure(error) {
	// By its shape: host/ has a class of its own, since this file is not compiled with it.
	if (typeof error?.next !== 'string') return error?.stack ?? String(error);
	return [error.detail.trimEnd(), error.message, `Next step: ${error.next}`]
		.filter((part) => part !== '')
		.join('\n');
}
