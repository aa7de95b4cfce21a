import type { IDataObject } from 'n8n-workflow';
import { deadlineSchema, DURATION_UNITS, type Deadline } from '../../journey/time/deadline';
import type { QuietHours } from '../../journey/time/quiet-hours';
import { WEEKDAYS, wallTimeSchema } from '../../journey/time/wall-time';
import { choiceOf, textOf, type Fields } from '../shared/fields';
import { timeOfIso } from '../shared/iso-time';
import { Misconfiguration } from '../shared/misconfiguration';
import { timeTextOf } from '../shared/time-field';
import { DEADLINE_CHOICES } from './deadline-fields';

/** What the parts of a deadline are called on the canvas. */
const FIELD_NAMES: Readonly<Record<string, string>> = { days: 'Days', date: 'Date', time: 'Time' };

/**
 * Gives until when the fields of `deadlineFields` say that the wait lasts. Throws `Misconfiguration` for what is no
 * deadline, such as a date that does not exist.
 */
export function deadlineOf(fields: Fields): Deadline {
	const deadline = deadlineSchema.safeParse(writtenDeadline(fields));
	if (deadline.success) return deadline.data;
	const [issue] = deadline.error.issues;
	const name = FIELD_NAMES[String(issue?.path[0])] ?? 'Deadline';
	throw new Misconfiguration(`'${name}' makes no deadline`, `${issue?.message ?? 'Correct it'}.`);
}

function writtenDeadline(fields: Fields): Deadline {
	const choice = fields.choice('deadline', 'Deadline', DEADLINE_CHOICES);
	switch (choice) {
		case 'duration': {
			const amount = fields.number('amount', 'Amount');
			if (amount > 0) {
				return { kind: 'duration', amount, unit: fields.choice('unit', 'Unit', DURATION_UNITS) };
			}
			throw new Misconfiguration("'Amount' must be more than 0", 'Enter how long to wait.');
		}
		case 'calendarDays': {
			const days = fields.number('calendarDays', 'Days');
			if (!Number.isInteger(days) || days < 0) {
				throw new Misconfiguration("'Days' must be a whole number", 'Enter 0 for today.');
			}
			const time = fields.text('dayTime', 'Time of Day');
			return {
				kind: 'calendar_days',
				days,
				time: time ? wallTime(time, 'Time of Day') : undefined,
			};
		}
		case 'date':
			return dateOf(fields.value('date'));
		case 'nextTime': {
			const chosen = fields.value('weekdays');
			return {
				kind: 'next_time',
				time: wallTime(fields.text('time', 'Time'), 'Time'),
				weekdays: (Array.isArray(chosen) ? chosen : []).map((day) =>
					choiceOf(day, 'Weekdays', WEEKDAYS),
				),
			};
		}
	}
}

/** The date field gives a local date and time; expressions give times with a zone, as text or as n8n's own kind. */
function dateOf(value: unknown): Deadline {
	const text = timeTextOf(value, 'Date');
	const local = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?)?$/.exec(text);
	if (local?.[1]) {
		return { kind: 'date', date: local[1], time: local[2] };
	}
	const at = timeOfIso(text);
	if (at !== null) return { kind: 'instant', at };
	throw new Misconfiguration(
		"'Date' is not a date",
		'Choose one, or enter it as in 2026-03-31T18:00 or 2026-03-31T18:00:00+02:00.',
	);
}

function wallTime(text: string, displayName: string): string {
	if (wallTimeSchema.safeParse(text).success) return text;
	throw new Misconfiguration(
		`'${displayName}' must be a time of day from 00:00 to 23:59`,
		'Enter it with two digits each, as in 09:00.',
	);
}

/** Gives the quiet hours of the node's options; undefined when neither end is set. */
export function quietHoursOf({ quietFrom, quietUntil }: IDataObject): QuietHours | undefined {
	if (quietFrom === undefined && quietUntil === undefined) return undefined;
	return {
		start: wallTime(textOf(quietFrom, 'Quiet Hours From') || '21:00', 'Quiet Hours From'),
		end: wallTime(textOf(quietUntil, 'Quiet Hours Until') || '09:00', 'Quiet Hours Until'),
	};
}
