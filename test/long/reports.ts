import axios from 'axios';
import { MOMENT_KINDS } from '../../journey/moments/moment';
import { WHO } from '../e2e/making-moments';
import { signedDelivery, type Report } from './witnessed-workflows';

/** Whom the moments that `happen` makes for this name are about, one after the other as in `MOMENT_KINDS`. */
export const peopleOf = (name: string): readonly string[] =>
	MOMENT_KINDS.map((kind) => `${WHO[kind]}-${name}@example.com`);

/** What is reported of each of them when they are told of by these attempts and no others. */
export function toldBy(name: string, attempts: readonly number[]): readonly (readonly Report[])[] {
	const people = peopleOf(name);
	return MOMENT_KINDS.map((kind, place) => {
		const who = people[place] ?? '';
		if (kind !== 'touchpoint_not_applied') {
			return attempts.map((attempt) => ({ what: kind, who, attempt }));
		}
		// The first attempt records it before it reports, so there is nothing to tell of any more.
		const touchpoint = `test:${name}-left-product_viewed`;
		return [{ what: 'Moved', who, touchpoint, attempt: 1 }];
	});
}

/** Posts a signed delivery of one event to a trigger; gives the status, or null when there was no answer. */
export async function send(
	address: string,
	id: string,
	type: string,
	data: Readonly<Record<string, unknown>>,
): Promise<number | null> {
	const { body, headers } = signedDelivery(id, type, { channel: 'web', ...data });
	try {
		return (await axios.post(address, body, { headers, validateStatus: () => true })).status;
	} catch {
		return null;
	}
}
