import type { StagePlace } from '../../journey/figures/stage-facts';
import type { Row } from '../database';
import type { ReportQuery } from '../report-store';

/** How figures of stages are told apart. */
export type ReportPlace = 'stage' | 'segment';

/** Gives the columns of a table or subquery that say where, as they stand in SELECT and GROUP BY. */
export function placeColumns(by: ReportPlace, table: string): string {
	return by === 'segment' ? `${table}.stage, ${table}.segment` : `${table}.stage`;
}

/** Gives where the figures of a row were counted: without a segment of its own, in what the whole report is about. */
export function placeOf({ stage, segment }: Row, query: ReportQuery): StagePlace {
	return { stage: String(stage), segment: segment === undefined ? query.segment : String(segment) };
}
