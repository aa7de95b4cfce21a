import type { Logger } from 'n8n-workflow';
import type { JourneyStore } from '../../../store/journey-store';
import { MACHINE_CLOCK } from '../clock';
import { postResume } from './post-resume';
import { Resumer } from './resumer';

/** What a node offers that has waits looked after: every context of n8n has these. */
export interface ResumerUser {
	readonly logger: Logger;
	getInstanceId(): string;
}

const resumers = new WeakMap<JourneyStore, Resumer>();

/** Has the waits of a store looked after from now on; one resumer does it for the whole process. */
export function lookAfterWaits(user: ResumerUser, store: JourneyStore): void {
	if (!resumers.has(store)) goOnWithWaits(user, store);
}

/** The same, and at once: something has just ended, or will soon. */
export function goOnWithWaits(user: ResumerUser, store: JourneyStore): void {
	const resumer = resumers.get(store) ?? newResumer(user, store);
	resumers.set(store, resumer);
	void resumer.wake();
}

function newResumer(user: ResumerUser, store: JourneyStore): Resumer {
	const { logger } = user;
	return new Resumer({
		store,
		instanceId: user.getInstanceId(),
		post: async (resume) => await postResume(resume, process.env),
		warn: (message) => logger.warn(message),
		clock: MACHINE_CLOCK,
	});
}
