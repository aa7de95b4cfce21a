/** When things happen on the day that is played: in the hours before it is played, so that nothing lies in the future. */
export class DayClock {
	readonly #opening: number;

	/** Takes the moment at which the day is played, in epoch milliseconds. */
	constructor(now: number) {
		this.#opening = now - 10 * 60 * 60 * 1000;
	}

	/** Gives the moment of a shopper's contact, from 0: a minute apart for shoppers, half an hour apart for contacts. */
	at(shopper: number, contact: number): Date {
		return new Date(this.#opening + shopper * 60_000 + contact * 30 * 60_000);
	}
}
