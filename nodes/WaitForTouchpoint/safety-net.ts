import { timesOutAt } from '../../journey/waits/grace';
import type { JourneyStore } from '../../store/journey-store';
import type { KeptWait } from '../../store/wait-store';

const A_DAY_MS = 24 * 60 * 60 * 1000;
const FIVE_MINUTES_MS = 5 * 60 * 1000;

/**
 * Gives when n8n is to go on by itself with a parked execution, by Timed Out and without asking us, if nobody has resumed
 * it. n8n does that with all overdue executions at once when it comes up again, also with those whose touchpoint has
 * come; so it is a day after the wait's time where the resumer starts together with n8n and takes them one by one. It
 * does where a Journey Moment Trigger is published: n8n 2.41 calls no other node of ours at its start. Without one the
 * resumer starts with the next touchpoint, which may be long in coming, so n8n goes on after five minutes.
 */
export async function safetyNet(
	store: JourneyStore,
	{ wait }: KeptWait,
	now: number,
): Promise<Date> {
	const margin = (await store.hasMomentTrigger(now)) ? A_DAY_MS : FIVE_MINUTES_MS;
	return new Date(timesOutAt(wait) + margin);
}
