import type { IDataObject } from 'n8n-workflow';
import type { ActiveDay, ActiveHour } from '../../../../journey/figures/activity';
import type { Conversion } from '../../../../journey/figures/flow-figures';
import type { StageReportRow } from '../../../../journey/figures/stage-report';
import type { JourneyDefinition } from '../../../../journey/stages/definition';
import { isoTime } from '../../../shared/iso-time';
import type { ReportPeriod } from './report-period';

/** What every item of a report says first. */
export interface ReportFrame extends ReportPeriod {
	readonly definition: JourneyDefinition;
	readonly zone: string;
}

const HOUR_MS = 60 * 60 * 1000;

/**
 * Gives one stage as the fields of an item, all of them flat and the same for each stage, so that the items are a table.
 * Shares are 0 to 1, times are hours; what is hidden or cannot be told is null.
 */
export function itemOfStageRow(row: StageReportRow, frame: ReportFrame): IDataObject {
	const { flow, presence, effort } = row;
	return {
		...itemOfFrame(frame),
		stage: row.stage,
		stageName: row.displayName,
		owner: row.owner,
		segment: row.segment,
		hidden: hiddenParts(row),
		customers: flow?.customers ?? null,
		entered: flow?.entered ?? null,
		present: presence?.present ?? null,
		stalled: presence?.stalled ?? null,
		nextStage: row.next,
		...itemOfConversion('toNext', flow?.toNext),
		...itemOfConversion('toGoal', flow?.toGoal),
		...Object.fromEntries(
			frame.definition.stages.map(({ name }) => [
				`leftTo_${name}`,
				flow ? (flow.leftTo[name] ?? 0) : null,
			]),
		),
		completed: flow?.completed ?? null,
		exited: flow?.exited ?? null,
		returned: flow?.returned ?? null,
		skipped: flow?.skipped ?? null,
		looped: flow?.looped ?? null,
		medianHours: hours(flow?.medianMs),
		medianHoursLow: hours(flow?.medianInterval.lowMs),
		medianHoursHigh: hours(flow?.medianInterval.highMs),
		expectedHours: hours(row.expectedMs),
		beyondExpected: rounded(flow?.beyondExpected),
		visitors: effort?.customers ?? null,
		touchpoints: effort?.touchpoints ?? null,
		touchpointsPerCustomer: ratio(effort?.touchpoints, effort?.customers),
		contacts: effort?.contacts ?? null,
		contactsPerCustomer: ratio(effort?.contacts, effort?.customers),
		...itemOfExperience(row),
	};
}

/** Gives what happened on a day or in an hour of the day as the fields of an item. */
export function itemOfActivity(activity: ActiveDay | ActiveHour, frame: ReportFrame): IDataObject {
	return { ...itemOfFrame(frame), ...activity };
}

function itemOfFrame({ definition, from, to, zone }: ReportFrame): IDataObject {
	return {
		journey: definition.name,
		journeyVersion: definition.version,
		from: isoTime(from, zone),
		to: isoTime(to, zone),
		timeZone: zone,
	};
}

function hiddenParts({ flow, presence, effort, experience }: StageReportRow): string {
	const parts = {
		flow: flow === null,
		presence: presence === null,
		effort: effort === null,
		experience: experience.some(({ verdict }) => verdict === 'hidden'),
	};
	return Object.entries(parts)
		.flatMap(([part, isHidden]) => (isHidden ? [part] : []))
		.join(', ');
}

function itemOfConversion(name: string, conversion: Conversion | null | undefined): IDataObject {
	return {
		[name]: conversion?.hits ?? null,
		[`${name}Share`]: rounded(conversion?.share),
		[`${name}ShareLow`]: rounded(conversion?.interval.low),
		[`${name}ShareHigh`]: rounded(conversion?.interval.high),
	};
}

/** The metric with the most answers speaks for the experience; NPS, which leaders ask for, has fields of its own. */
function itemOfExperience({ experience, target }: StageReportRow): IDataObject {
	const shown = experience.filter(({ figures }) => figures !== null);
	const [main] = shown;
	const nps = shown.find(({ metric }) => metric === 'nps')?.figures ?? null;
	return {
		experienceMetric: main?.metric ?? null,
		experienceAnswers: main?.figures?.n ?? null,
		experienceMean: rounded(main?.figures?.mean),
		experienceLow: rounded(main?.figures?.interval?.low),
		experienceHigh: rounded(main?.figures?.interval?.high),
		experienceTarget: target,
		experienceGap: rounded(main?.gap),
		npsAnswers: nps?.n ?? null,
		nps: rounded(nps?.nps?.nps),
		npsLow: rounded(nps?.nps?.interval.low),
		npsHigh: rounded(nps?.nps?.interval.high),
	};
}

function hours(durationMs: number | null | undefined): number | null {
	return durationMs === null || durationMs === undefined ? null : rounded(durationMs / HOUR_MS);
}

function ratio(count: number | undefined, of: number | undefined): number | null {
	return count === undefined || !of ? null : rounded(count / of);
}

/** To four places: more would say more than the figures know. */
function rounded(value: number | null | undefined): number | null {
	return value === null || value === undefined ? null : Math.round(value * 10_000) / 10_000;
}
