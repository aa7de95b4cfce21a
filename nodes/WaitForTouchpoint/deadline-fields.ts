import type { INodeProperties } from 'n8n-workflow';
import { WEEKDAYS } from '../../journey/time/wall-time';

/** The ways to say until when a wait lasts. */
export const DEADLINE_CHOICES = ['duration', 'calendarDays', 'date', 'nextTime'] as const;

const show = (choice: (typeof DEADLINE_CHOICES)[number]) => ({ show: { deadline: [choice] } });

/** Until when a wait lasts. */
export const deadlineFields: INodeProperties[] = [
	{
		displayName: 'Deadline',
		name: 'deadline',
		type: 'options',
		options: [
			{
				name: 'After a Duration',
				value: 'duration',
				description: 'By the stopwatch: a day is 24 hours',
			},
			{
				name: 'After Calendar Days',
				value: 'calendarDays',
				description: 'By the calendar of the customer: tomorrow, in three days',
			},
			{ name: 'At a Date', value: 'date', description: 'At one date and time' },
			{
				name: 'At the Next Time of Day',
				value: 'nextTime',
				description: 'When the clocks of the customer next show a time, on certain weekdays',
			},
		],
		default: 'duration',
		description:
			'When to stop waiting. For a tenth of the wait, 60 seconds at most, touchpoints from before the deadline are still taken.',
	},
	{
		displayName: 'Amount',
		name: 'amount',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 3,
		description: 'How long to wait, in the unit below',
		displayOptions: show('duration'),
	},
	{
		displayName: 'Unit',
		name: 'unit',
		type: 'options',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		default: 'days',
		displayOptions: show('duration'),
	},
	{
		displayName: 'Days',
		name: 'calendarDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1,
		description: 'How many dates later; 0 is today',
		displayOptions: show('calendarDays'),
	},
	{
		displayName: 'Time of Day',
		name: 'dayTime',
		type: 'string',
		default: '',
		placeholder: 'e.g. 18:00',
		description: 'From 00:00 to 23:59. Left empty, the time at which the wait begins.',
		displayOptions: show('calendarDays'),
	},
	{
		displayName: 'Date',
		name: 'date',
		type: 'dateTime',
		default: '',
		required: true,
		description: 'Without a zone of its own it is meant in the time zone of the customer',
		displayOptions: show('date'),
	},
	{
		displayName: 'Time',
		name: 'time',
		type: 'string',
		default: '09:00',
		placeholder: 'e.g. 09:00',
		description: 'From 00:00 to 23:59',
		displayOptions: show('nextTime'),
	},
	{
		displayName: 'Weekdays',
		name: 'weekdays',
		type: 'multiOptions',
		options: WEEKDAYS.map((value) => ({
			name: `${value[0]?.toUpperCase()}${value.slice(1)}`,
			value,
		})),
		default: [],
		description: 'Only on these days; any day when none is chosen',
		displayOptions: show('nextTime'),
	},
];
