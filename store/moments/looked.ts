import type { StallThreshold } from '../../journey/moments/stall-threshold';
import { run, type Transaction } from '../database';

/** Part of the stays that a threshold is about, by when they began: after the first, up to the second. Epoch milliseconds. */
export type Span = readonly [after: number, until: number];

/** How far a trigger has looked for stalls. */
export interface Looked {
	/** When the look began that marked `marks`, epoch milliseconds. */
	readonly at: number;
	/** Up to where that look was going to look, by threshold. */
	readonly marks: Readonly<Record<string, number>>;
	/** The stays that need not be looked at again, by threshold; those written since are noted. */
	readonly spans: Readonly<Record<string, Span>>;
}

/** What a trigger has looked at that has not looked yet. */
export const NOWHERE: Looked = { at: 0, marks: {}, spans: {} };
/** Longer than any transaction lasts: whoever records has seen the marks by then. */
const LEAST_PAUSE_MS = 30 * 60 * 1000;

/** Gives how far a trigger has looked, and since when it is there; null for one that is not. */
export async function readLooked(
	transaction: Transaction,
	subscription: string,
): Promise<{ readonly since: number; readonly looked: Looked } | null> {
	const [row] = await transaction.all(
		'SELECT since, looked FROM moment_subscription WHERE id = ?',
		[subscription],
	);
	if (!row) return null;
	const looked = row.looked === null ? NOWHERE : (JSON.parse(String(row.looked)) as Looked);
	return { since: Number(row.since), looked };
}

/** Tells whether it is time to go on with the marks: a look at everything that begins now may move them. */
export function isTimeToMark({ at }: Looked, now: number): boolean {
	return now - at >= LEAST_PAUSE_MS;
}

/** Gives the parts of the stays that began after `after`, up to `until`, that have not been looked at. Pure. */
export function spansToLook(
	looked: Looked,
	threshold: StallThreshold,
	whole: Span,
): readonly Span[] {
	const [after, until] = whole;
	const known = looked.spans[nameOf(threshold)];
	const spans: readonly Span[] = known
		? [
				[after, Math.min(known[0], until)],
				[Math.max(known[1], after), until],
			]
		: [whole];
	return spans.filter(([from, to]) => from < to);
}

/**
 * Gives how far a trigger has looked when a look at all these spans is over: up to the marks of the look before, since
 * whoever has written a stay before one of those meanwhile has noted it. Pure.
 */
export function afterLook(
	looked: Looked,
	now: number,
	wholes: ReadonlyMap<StallThreshold, Span>,
): Looked {
	const marks: Record<string, number> = {};
	const spans: Record<string, Span> = {};
	for (const [threshold, [after, until]] of wholes) {
		const name = nameOf(threshold);
		marks[name] = until;
		const known = looked.spans[name];
		const marked = looked.marks[name];
		if (marked !== undefined) spans[name] = joined([after, Math.min(marked, until)], known);
	}
	return { at: now, marks, spans };
}

/**
 * Gives both spans as one. Where a time that has become much longer or shorter has left a gap between them, which nobody
 * has looked at, it gives only the first.
 */
function joined(span: Span, known: Span = span): Span {
	const meet = known[0] <= span[1] && span[0] <= known[1];
	return meet ? [Math.min(span[0], known[0]), Math.max(span[1], known[1])] : span;
}

/** Writes down how far a trigger has looked, so that whoever records can tell what it will not look at again. */
export async function writeLooked(
	transaction: Transaction,
	subscription: string,
	looked: Looked,
): Promise<void> {
	const untils = [
		...Object.values(looked.marks),
		...Object.values(looked.spans).map(([, until]) => until),
	];
	await run(
		transaction,
		'UPDATE moment_subscription SET looked = ?, looked_until = ? WHERE id = ?',
		[JSON.stringify(looked), untils.length > 0 ? Math.max(...untils) : null, subscription],
	);
}

/** Thresholds for the same stays have the same name, whatever their time. */
function nameOf({ stage, segment, exceptSegments }: StallThreshold): string {
	return JSON.stringify([stage, segment, exceptSegments]);
}
