import { DateTime } from 'luxon';
import { Misconfiguration } from '../../../shared/misconfiguration';
import { timeOf } from '../../../shared/time-field';

/** The days of a period that ends now, today included. */
const LAST_DAYS = { last7Days: 7, last30Days: 30, last90Days: 90, last365Days: 365 } as const;

export const REPORT_PERIODS = [
	'yesterday',
	'last7Days',
	'last30Days',
	'last90Days',
	'last365Days',
	'custom',
] as const;

export type ReportPeriodName = (typeof REPORT_PERIODS)[number];

/** Half open, in epoch milliseconds. */
export interface ReportPeriod {
	readonly from: number;
	readonly to: number;
}

/** Gives a period of whole days in a zone (IANA), as far as they are over at `now` (epoch milliseconds). */
export function reportPeriod(
	name: Exclude<ReportPeriodName, 'custom'>,
	now: number,
	zone: string,
): ReportPeriod {
	const local = DateTime.fromMillis(now, { zone });
	if (name === 'yesterday') {
		const from = local.minus({ days: 1 }).startOf('day');
		return { from: from.toMillis(), to: local.startOf('day').toMillis() };
	}
	const from = local.minus({ days: LAST_DAYS[name] - 1 }).startOf('day');
	return { from: from.toMillis(), to: now };
}

/** Gives the period from one typed time to another, which is `now` when it is left empty or still to come. */
export function typedPeriod(from: unknown, to: unknown, now: number, zone: string): ReportPeriod {
	const start = timeOf(from, 'From', zone);
	if (start === null)
		throw new Misconfiguration("'From' is empty", 'Enter when the period begins.');
	const end = Math.min(timeOf(to, 'To', zone) ?? now, now);
	if (start < end) return { from: start, to: end };
	throw new Misconfiguration(
		"'From' is not before 'To', nor before now",
		'Enter a beginning in the past and an end after it.',
	);
}
