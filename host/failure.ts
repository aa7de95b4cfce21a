/**
 * A step of bringing n8n up or playing the day that could not be done: what was wrong and where, the next step for the
 * person, and the last output of the program that failed, if there was one.
 */
export class Failure extends Error {
	override readonly name = 'Failure';

	constructor(
		what: string,
		readonly next: string,
		readonly detail = '',
	) {
		super(what);
	}
}
