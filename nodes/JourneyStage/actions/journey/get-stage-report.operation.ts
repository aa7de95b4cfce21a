import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { activityByDay, activityByHour } from '../../../../journey/figures/activity';
import { plannedStages } from '../../../../journey/figures/planned-stage';
import { stageReport } from '../../../../journey/figures/stage-report';
import type { JourneyStore } from '../../../../store/journey-store';
import { numberWithin, textOf } from '../../../shared/fields';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { chosenJourney, journeyField } from '../../../shared/journey-field';
import { Misconfiguration } from '../../../shared/misconfiguration';
import { usableZone } from '../../../shared/time-zone';
import { REPORT_PERIODS, reportPeriod, typedPeriod, type ReportPeriod } from './report-period';
import { itemOfActivity, itemOfStageRow } from './stage-report-item';

const show = { resource: ['journey'], operation: ['getStageReport'] };

const REPORTS = ['stages', 'days', 'hours'] as const;

export const description: INodeProperties[] = [
	{ ...journeyField, displayOptions: { show } },
	{
		displayName: 'Report',
		name: 'report',
		type: 'options',
		options: [
			{
				name: 'By Day',
				value: 'days',
				description: 'An item for each day: touchpoints, entries, exits and completions',
			},
			{
				name: 'By Hour of the Day',
				value: 'hours',
				description: 'An item for each of the 24 hours, over all days of the period',
			},
			{
				name: 'Stages',
				value: 'stages',
				description: 'An item for each stage: conversion, time, effort and experience',
			},
		],
		default: 'stages',
		displayOptions: { show },
	},
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		options: [
			{ name: 'Custom', value: 'custom' },
			{ name: 'Last 30 Days', value: 'last30Days' },
			{ name: 'Last 365 Days', value: 'last365Days' },
			{ name: 'Last 7 Days', value: 'last7Days' },
			{ name: 'Last 90 Days', value: 'last90Days' },
			{ name: 'Yesterday', value: 'yesterday' },
		],
		default: 'last30Days',
		description: 'What the report is about. What happens after its end does not change it.',
		displayOptions: { show },
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		required: true,
		description: 'When the period begins',
		displayOptions: { show: { ...show, period: ['custom'] } },
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		default: '',
		description: 'When the period ends. Empty: now.',
		displayOptions: { show: { ...show, period: ['custom'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'By Segment',
				name: 'bySegment',
				type: 'boolean',
				default: true,
				description: 'Whether to add an item for each segment in each stage. Only for Stages.',
			},
			{
				displayName: 'Confidence (%)',
				name: 'confidence',
				type: 'number',
				typeOptions: { minValue: 51, maxValue: 99.9, numberPrecision: 1 },
				default: 95,
				description: 'How sure the intervals are',
			},
			{
				displayName: 'Hide Below',
				name: 'hideBelow',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 10,
				description:
					'Figures of a stage about fewer people than this are left out, since they would tell what single customers did',
			},
			{
				displayName: 'Segment',
				name: 'segment',
				type: 'string',
				default: '',
				placeholder: 'e.g. high_value',
				description: 'Only customers of this segment',
			},
			{
				displayName: 'Time Zone',
				name: 'timeZone',
				type: 'string',
				default: '',
				placeholder: 'e.g. Europe/Athens',
				description: 'IANA zone of the days and hours. Empty: the time zone of the workflow.',
			},
		],
	},
];

export const execute = forEachItem({ count: 1, failed: 0 }, getStageReport);

async function getStageReport(call: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const { fields } = call;
	const now = Date.now();
	const definition = await chosenJourney(fields, store, now);
	const options = fields.collection('options');
	const zone = zoneOf(call, options);
	const { from, to } = periodOf(call, now, zone);
	const segment = textOf(options.segment, 'Segment') || null;
	const frame = { definition, from, to, zone };
	const query = { definition: definition.name, from, to, segment };
	const report = fields.choice('report', 'Report', REPORTS);
	switch (report) {
		case 'stages': {
			const facts = await store.getStageFacts({
				...query,
				stages: plannedStages(definition),
				bySegment: options.bySegment === true && segment === null,
			});
			const rows = stageReport(definition, facts, {
				segment,
				hideBelow: Math.floor(numberWithin(options.hideBelow ?? 10, 'Hide Below', 0, 1e9)),
				confidence: numberWithin(options.confidence ?? 95, 'Confidence (%)', 50.1, 99.9) / 100,
			});
			return rows.map((row) => ({ output: 0, json: itemOfStageRow(row, frame) }));
		}
		case 'days':
		case 'hours': {
			const slots = await store.getActivity(query);
			const count = report === 'days' ? activityByDay : activityByHour;
			return count(slots, from, to, zone).map((activity) => ({
				output: 0,
				json: itemOfActivity(activity, frame),
			}));
		}
	}
}

function zoneOf({ context }: ItemCall, options: IDataObject): string {
	const typed = textOf(options.timeZone, 'Time Zone');
	const zone = usableZone(typed || context.getTimezone());
	if (zone !== null) return zone;
	throw new Misconfiguration(
		`'Time Zone' is '${typed}', which is no IANA time zone`,
		'Enter it as in Europe/Athens.',
	);
}

function periodOf({ fields }: ItemCall, now: number, zone: string): ReportPeriod {
	const name = fields.choice('period', 'Period', REPORT_PERIODS);
	if (name !== 'custom') return reportPeriod(name, now, zone);
	return typedPeriod(fields.value('from'), fields.value('to'), now, zone);
}
