import { resolveDeadline } from '../../journey/time/deadline';
import { zoneOfCustomer } from '../../journey/time/zone-of-customer';
import type { Wait } from '../../journey/waits/wait';
import type { JourneyStore } from '../../store/journey-store';
import { chosenCustomer, contextOfCustomer, type ChosenCustomer } from '../shared/chosen-customer';
import type { ItemCall } from '../shared/item-loop';
import { isoTime } from '../shared/iso-time';
import { Misconfiguration } from '../shared/misconfiguration';
import { waitSettings, type WaitSettings } from './wait-settings';

/** A wait that an item asks for, and whose it is. */
export interface AskedWait {
	readonly customerId: string;
	readonly wait: Wait;
}

/**
 * Gives the wait that an item asks for at `now` (epoch milliseconds). Throws `Misconfiguration` for fields that make
 * none, for a customer the store does not know, and for a deadline that is too far away.
 */
export async function askedWait(
	{ context, fields, item }: ItemCall,
	store: JourneyStore,
	now: number,
): Promise<AskedWait> {
	const settings = waitSettings(fields, item.json, context.getTimezone());
	const customer = await customerOf(
		store,
		chosenCustomer(fields, item.json),
		settings,
		context.getTimezone(),
		now,
	);
	return {
		customerId: customer.customerId,
		wait: {
			name: settings.name ?? context.getNode().name,
			rule: settings.rule,
			lookBackFrom: Math.min(settings.lookBackFrom ?? now, now),
			...(settings.openedBy !== undefined && { openedBy: settings.openedBy }),
			openedAt: now,
			deadlineAt: deadlineAt(settings, customer.zone, now),
			exits: settings.exits,
		},
	};
}

/** Gives whose wait it is and the zone for its deadline. All that is known of the customer is only read where it is needed. */
async function customerOf(
	store: JourneyStore,
	chosen: ChosenCustomer,
	{ zone, deadline, quietHours }: WaitSettings,
	workflowZone: string,
	now: number,
): Promise<{ readonly customerId: string; readonly zone: string }> {
	const isByTheClock = deadline.kind !== 'duration' && deadline.kind !== 'instant';
	const isZoneNeeded = zone === null && (isByTheClock || quietHours !== undefined);
	if (chosen.customerId !== null && !isZoneNeeded) {
		return { customerId: chosen.customerId, zone: zone ?? workflowZone };
	}
	const customer = await contextOfCustomer(store, chosen, 0, now, workflowZone);
	if (customer === null) throw unknownCustomer();
	return {
		customerId: customer.customerId,
		zone: zone ?? zoneOfCustomer(customer, workflowZone).zone,
	};
}

/** What is wrong when the store has no touchpoint of a customer. */
export function unknownCustomer(): Misconfiguration {
	return new Misconfiguration(
		'The journey store does not know this customer',
		'A touchpoint of the customer has to be recorded first: put a Journey Stage node with Record before this one.',
	);
}

/** A deadline that has passed is one: what was waited for either has happened by now or has not. */
function deadlineAt(
	{ deadline, quietHours, longestDays }: WaitSettings,
	zone: string,
	now: number,
): number {
	const result = resolveDeadline(deadline, { from: now, zone, quietHours, longestDays });
	if (result.ok) return result.at;
	switch (result.code) {
		case 'deadline_passed':
			return result.askedFor;
		case 'deadline_too_far':
			throw new Misconfiguration(
				`The deadline ${isoTime(result.askedFor, zone)} is further away than 'Longest Wait (Days)' allows`,
				"Choose an earlier 'Deadline', or raise 'Longest Wait (Days)' in the options.",
			);
		case 'zone_unknown':
			throw new Misconfiguration(
				"'Time Zone' is not an IANA time zone",
				'Enter one like Europe/Athens, or leave the option out.',
			);
		default:
			return result satisfies never;
	}
}
