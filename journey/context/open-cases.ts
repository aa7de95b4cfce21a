import type { OpenCase } from '../customer-context';
import { compareFoldKeys } from '../stages/fold-order';
import type { Touchpoint } from '../touchpoint';
import { CASE_KEYS, CASE_LIFE, SILENCE_ENDS_MS } from './order-and-case-types';

/** Properties in which sources say what a case is about, the best first. */
const TOPICS = ['subject', 'title', 'topic', 'reason'] as const;

const MAX_TOPIC_LENGTH = 200;

/** The name of a webhook topic, like `conversation.user.created`, is not what a case is about. */
const MACHINE_NAME = /^[a-z_]+(?:[./][a-z_]+)+$/;

const includes = (types: readonly string[], type: string): boolean => types.includes(type);

/**
 * Gives the cases that are not solved at `now` (epoch milliseconds), the one changed last first, from touchpoints in any
 * order. A solved case that is opened again is open since then; one without a word for 90 days counts as over. A contact
 * without the number of a ticket, case or conversation cannot be followed and is no case.
 */
export function openCases(touchpoints: readonly Touchpoint[], now: number): readonly OpenCase[] {
	const cases = new Map<string, OpenCase>();
	for (const touchpoint of [...touchpoints].sort(compareFoldKeys)) {
		const { type, channel, occurredAt } = touchpoint;
		const key = caseKey(touchpoint);
		if (!key) continue;
		const known = cases.get(key);
		if (includes(CASE_LIFE.closes, type)) cases.delete(key);
		else if (known) {
			const topic = known.topic ?? topicOf(touchpoint);
			cases.set(key, { ...known, lastAt: occurredAt, topic });
		} else if (includes(CASE_LIFE.opens, type)) {
			const topic = topicOf(touchpoint);
			cases.set(key, { key, openedAt: occurredAt, lastAt: occurredAt, channel, topic });
		}
	}
	return [...cases.values()]
		.filter(({ lastAt }) => now - lastAt < SILENCE_ENDS_MS)
		.sort((a, b) => b.lastAt - a.lastAt || (a.key < b.key ? -1 : 1));
}

function caseKey({ keys }: Touchpoint): string | undefined {
	return CASE_KEYS.map((kind) => keys[kind]).find((key) => key);
}

function topicOf({ properties }: Touchpoint): string | null {
	for (const name of TOPICS) {
		const text = properties[name];
		if (typeof text === 'string' && text.trim() !== '' && !MACHINE_NAME.test(text))
			return text.trim().slice(0, MAX_TOPIC_LENGTH);
	}
	return null;
}
