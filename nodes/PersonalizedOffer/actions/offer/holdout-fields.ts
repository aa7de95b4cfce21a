import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { EXPERIMENT_NAME, type Experiment } from '../../../../journey/experiments/experiment';
import { HOLDOUT_PERCENT, holdoutOf } from '../../../../journey/experiments/holdout';
import { numberWithin, textOf } from '../../../shared/fields';
import { Misconfiguration } from '../../../shared/misconfiguration';

/** The holdout of all nodes in which nobody gives it another name. */
const SHARED_NAME = 'offers';

/** The options in which people hold out customers. */
export const holdoutFields: INodeProperties[] = [
	{
		displayName: 'Holdout (%)',
		name: 'holdoutPercent',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
		default: HOLDOUT_PERCENT,
		description:
			'How many customers in a hundred get no offer, so that you can see what offers change. Chance decides once for each customer, and it stays so. Get Performance compares them.',
	},
	{
		displayName: 'Holdout Name',
		name: 'holdoutName',
		type: 'string',
		default: SHARED_NAME,
		description:
			'Nodes with the same name hold out the same customers; with another name they are drawn anew. Lower-case letters, digits, - and _.',
	},
];

/** Gives the holdout that the options describe; null when none of its options was added. */
export function holdoutIn(options: IDataObject): Experiment | null {
	const { holdoutPercent, holdoutName } = options;
	if (holdoutPercent === undefined && holdoutName === undefined) return null;
	const name = textOf(holdoutName, 'Holdout Name') || SHARED_NAME;
	if (!EXPERIMENT_NAME.test(name)) {
		throw new Misconfiguration(
			`'Holdout Name' is '${name}', which is no name for a holdout`,
			'Use lower-case letters, digits, - and _, at most 64 of them, like spring-offers.',
		);
	}
	const percent = numberWithin(holdoutPercent ?? HOLDOUT_PERCENT, 'Holdout (%)', 0, 100);
	return holdoutOf(name, percent);
}
