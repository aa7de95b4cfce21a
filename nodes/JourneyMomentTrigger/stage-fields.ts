import type { INodeProperties } from 'n8n-workflow';
import type { Movement } from '../../journey/stages/movement';
import { journeyField } from '../shared/journey-field';

/** The movements that lead into a stage. */
export const ENTERING = [
	'entered',
	'advanced',
	'skipped',
	'returned',
	'looped',
	'completed',
] as const satisfies readonly Movement[];

const MEANING: Readonly<Record<(typeof ENTERING)[number], string>> = {
	entered: 'The journey begins, or begins again',
	advanced: 'To the next stage',
	skipped: 'Past one stage or more',
	returned: 'Back to an earlier stage',
	looped: 'From the last stage to the first',
	completed: 'Into a stage and to the goal at once',
};

const show = { triggerOn: ['stage_entered', 'customer_stalled'] };

/** The fields of the moments that are about a stage. */
export const stageFields: INodeProperties[] = [
	{ ...journeyField, displayOptions: { show } },
	{
		displayName: 'Stage Names or IDs',
		name: 'stages',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getStages', loadOptionsDependsOn: ['journey'] },
		default: [],
		description:
			'Only in these stages. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		hint: 'All stages when none is chosen',
		displayOptions: { show },
	},
	{
		displayName: 'Movements',
		name: 'movements',
		type: 'multiOptions',
		noDataExpression: true,
		options: ENTERING.map((value) => ({
			name: value.charAt(0).toUpperCase() + value.slice(1),
			value,
			description: MEANING[value],
		})),
		default: [],
		description: 'Only when the customer came this way',
		hint: 'Any way when none is chosen',
		displayOptions: { show: { triggerOn: ['stage_entered'] } },
	},
	{
		displayName: 'Stalled After',
		name: 'threshold',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'The Usual Time, Learned',
				value: 'learned',
				description:
					'The time by which nine of ten customers of the same segment have left the stage; while too few have, the time expected by the journey',
			},
			{
				name: 'The Time the Journey Expects',
				value: 'definition',
				description: 'The time expected by the journey',
			},
			{
				name: 'A Number of Days',
				value: 'typed',
				description: 'The same for everybody',
			},
		],
		default: 'learned',
		description: 'After how long in a stage a customer has stalled',
		displayOptions: { show: { triggerOn: ['customer_stalled'] } },
	},
	{
		displayName: 'Days',
		name: 'days',
		type: 'number',
		typeOptions: { minValue: 0.01, maxValue: 3650, numberPrecision: 2 },
		default: 7,
		description: 'How many days of 24 hours in a stage are a stall',
		displayOptions: { show: { triggerOn: ['customer_stalled'], threshold: ['typed'] } },
	},
];
