import type { INodeProperties } from 'n8n-workflow';
import { holdoutFigures } from '../../../../journey/experiments/holdout-figures';
import type { JourneyStore } from '../../../../store/journey-store';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { itemOfHoldout } from './holdout-item';

/** As in the gap report: hidden below ten people, judged from thirty on, intervals of 95 %. */
const OPTIONS = { hideBelow: 10, minimumSample: 30, confidence: 0.95 };

export const description: INodeProperties[] = [];

export const execute = forEachItem({ count: 1, failed: 0 }, getPerformance);

async function getPerformance(_call: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const figures = holdoutFigures(await store.countArms(), OPTIONS);
	return figures.map((holdout) => ({ output: 0, json: itemOfHoldout(holdout) }));
}
