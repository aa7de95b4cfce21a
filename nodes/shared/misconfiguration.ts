/** Thrown where a node cannot go on as it is set up: `message` names the field, `description` says how to mend it. */
export class Misconfiguration extends Error {
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
		this.name = 'Misconfiguration';
	}
}
