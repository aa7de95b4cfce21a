import type { INodeProperties } from 'n8n-workflow';
import { WEEKDAYS } from '../../../../journey/time/wall-time';

const nameOf = (value: string) => `${value[0]?.toUpperCase()}${value.slice(1)}`;

/** The business's rules for routing, all of which have sensible values; by name, as n8n sorts optional fields. */
export const routingOptions: INodeProperties[] = [
	{
		displayName: 'Business Hours',
		name: 'businessHours',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Set hours',
		description:
			'When people answer. Without them agents are always there, and customers are called back on working days from 9 to 18 at their place.',
		options: [
			{
				displayName: 'Hours',
				name: 'hours',
				values: [
					{
						displayName: 'From',
						name: 'start',
						type: 'string',
						default: '09:00',
						description: 'When the day begins, like 09:00',
					},
					{
						displayName: 'Time Zone',
						name: 'zone',
						type: 'string',
						default: '',
						placeholder: 'e.g. Europe/Athens',
						description: 'IANA zone of the business. Empty: the time zone of the workflow.',
					},
					{
						displayName: 'Until',
						name: 'end',
						type: 'string',
						default: '18:00',
						description: 'When the day ends, like 18:00',
					},
					{
						displayName: 'Weekdays',
						name: 'weekdays',
						type: 'multiOptions',
						options: WEEKDAYS.map((value) => ({ name: nameOf(value), value })),
						default: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
					},
				],
			},
		],
	},
	{
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		default: '',
		placeholder: 'e.g. EUR',
		description: 'Three-letter code of the currency that High Value From is in',
	},
	{
		displayName: 'High Value From',
		name: 'highValueSpent',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 500,
		description:
			'A customer who has spent this much is of high value. Without it, the best fifth of all buyers is.',
	},
	{
		displayName: 'High Value Orders',
		name: 'highValueOrders',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 5,
		description: 'A customer with this many orders is of high value',
	},
	{
		displayName: 'High Value Segments',
		name: 'highValueSegments',
		type: 'string',
		default: '',
		placeholder: 'e.g. vip, high_value',
		description: 'Customers of these segments are of high value; with commas between',
	},
	{
		displayName: 'Late Order After (Days)',
		name: 'lateOrderDays',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 7,
		description: 'An order that is not on its way by then is urgent',
	},
	{
		displayName: 'Low Mood Below',
		name: 'lowMoodBelow',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 40,
		description: 'A score below this within 90 days, from 0 to 100, makes a contact urgent',
	},
	{
		displayName: 'Self-Service Topics',
		name: 'selfServiceTopics',
		type: 'string',
		default: 'delivery, order, order_status, shipping, tracking',
		description: 'What the status of an order answers; with commas between',
	},
	{
		displayName: 'Skills',
		name: 'skills',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Skill', sortable: true },
		placeholder: 'Add skill',
		default: {},
		description:
			"Who should answer: the first line that fits. Without one it is the owner of the customer's stage.",
		options: [
			{
				displayName: 'Skill',
				name: 'skill',
				values: [
					{
						displayName: 'Language',
						name: 'language',
						type: 'string',
						default: '',
						placeholder: 'e.g. el',
						description: 'Only for customers of this language. Empty: all.',
					},
					{
						displayName: 'Segment',
						name: 'segment',
						type: 'string',
						default: '',
						placeholder: 'e.g. vip',
						description: 'Only for customers of this segment. Empty: all.',
					},
					{
						displayName: 'Skill',
						name: 'skill',
						type: 'string',
						default: '',
						placeholder: 'e.g. billing',
						description: 'What the phone or chat system calls the group of agents',
					},
					{
						displayName: 'Stage',
						name: 'stage',
						type: 'string',
						default: '',
						placeholder: 'e.g. purchase',
						description: 'Only for customers in the stage with this ID. Empty: all.',
					},
					{
						displayName: 'Topic',
						name: 'topic',
						type: 'string',
						default: '',
						placeholder: 'e.g. complaint',
						description: 'Only for contacts about this. Empty: all.',
					},
				],
			},
		],
	},
	{
		displayName: 'Urgent Topics',
		name: 'urgentTopics',
		type: 'string',
		default: 'cancellation, complaint, damaged, fraud, safety, wrong_item',
		description: 'What must not wait; with commas between',
	},
];
