import { openCases } from '../../../journey/context/open-cases';
import type { Touchpoint } from '../../../journey/touchpoint';
import { MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';

const DAY_MS = 24 * 60 * MINUTE_MS;

const about = (type: string, minutes: number, facts: Partial<Touchpoint> = {}) =>
	touchpoint(`${type}-${minutes}`, {
		type,
		keys: { ticket: 'T1' },
		occurredAt: NOON + minutes * MINUTE_MS,
		...facts,
	});

const opened = about('ticket_opened', 0, {
	channel: 'phone',
	properties: { topic: 'conversation.user.created', reason: ' Late parcel ' },
});

test('a case is open until it is solved, and tells what it is about', () => {
	expect(openCases([opened, about('message_received', 5)], NOON)).toEqual([
		{
			key: 'T1',
			openedAt: NOON,
			lastAt: NOON + 5 * MINUTE_MS,
			channel: 'phone',
			topic: 'Late parcel',
		},
	]);
	for (const end of ['ticket_solved', 'ticket_closed', 'ticket_deleted'])
		expect(openCases([opened, about(end, 5)], NOON)).toEqual([]);
});

test('a case that is opened again is open since then, in whatever order that is told', () => {
	const solved = about('ticket_solved', 5);
	const again = about('ticket_reopened', 9);
	const expected = [expect.objectContaining({ key: 'T1', openedAt: NOON + 9 * MINUTE_MS })];
	expect(openCases([opened, solved, again], NOON)).toEqual(expected);
	expect(openCases([again, solved, opened], NOON)).toEqual(expected);
});

test('a conversation is a case, and a call belongs to the ticket it is about', () => {
	const chat = about('conversation_started', 1, { keys: { conversation: 'C1' } });
	const call = about('call_received', 2, { keys: { call: 'K1' } });
	const callAbout = about('call_received', 3, { keys: { ticket: 'T1', call: 'K2' } });
	expect(openCases([opened, chat, call, callAbout], NOON)).toMatchObject([
		{ key: 'T1', lastAt: NOON + 3 * MINUTE_MS },
		{ key: 'C1', topic: null },
	]);
});

test('a case without a word for 90 days is over', () => {
	expect(openCases([opened], NOON + 90 * DAY_MS - 1)).toHaveLength(1);
	expect(openCases([opened], NOON + 90 * DAY_MS)).toEqual([]);
});
