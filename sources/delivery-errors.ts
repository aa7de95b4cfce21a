/** A verified body that cannot be read at all. The message goes to the log: it never quotes the body. */
export class BrokenBody extends Error {
	override readonly name = 'BrokenBody';

	constructor(
		message: string,
		readonly code: 'broken_body' | 'body_too_deep' = 'broken_body',
	) {
		super(message);
	}
}

/** One event of a delivery that cannot become a touchpoint. The message goes to the log: it names fields, never values. */
export class UnusableEvent extends Error {
	override readonly name = 'UnusableEvent';
}
