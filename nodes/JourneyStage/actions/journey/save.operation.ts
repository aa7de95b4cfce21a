import type { INodeProperties } from 'n8n-workflow';
import type { JourneyDraft } from '../../../../journey/stages/definition';
import { changesBetween } from '../../../../journey/stages/definition-changes';
import type { SavedDefinition } from '../../../../store/definition-store';
import type { JourneyStore } from '../../../../store/journey-store';
import { jsonObjectOf } from '../../../shared/fields';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { chosenJourney } from '../../../shared/journey-field';
import { rememberDefinition } from '../../../shared/newest-definition';
import { draftOfItem, itemOfDefinition } from './definition-item';
import { draftOfFields } from './draft-of-fields';
import { journeyFields, STARTS } from './journey-fields';
import { moveAllJourneys } from './move-journeys';

const show = { resource: ['journey'], operation: ['save'] };

export const description: INodeProperties[] = journeyFields(show);

export const execute = forEachItem({ count: 1, failed: 0 }, save);

async function save(call: ItemCall, store: JourneyStore): Promise<readonly Outcome[]> {
	const { context, fields } = call;
	const now = Date.now();
	const saved = await store.saveNextVersion(await draftIn(call, store, now));
	const { definition } = saved;
	rememberDefinition(store, definition, now);
	const moves = fields.choice('underWay', 'Journeys Under Way', ['stay', 'move']) === 'move';
	const journeysMoved = moves ? await moveAllJourneys(context, store, definition) : 0;
	const json = {
		...statusOf(saved),
		journeysMoved,
		...itemOfDefinition(definition),
	};
	return [{ output: 0, json }];
}

async function draftIn(
	{ fields, item }: ItemCall,
	store: JourneyStore,
	now: number,
): Promise<JourneyDraft> {
	const startFrom = fields.choice('startFrom', 'Start From', STARTS);
	if (startFrom === 'item') return draftOfItem(item.json);
	if (startFrom === 'json') {
		return draftOfItem(jsonObjectOf(fields.value('definition'), 'Journey (JSON)'));
	}
	const start = startFrom === 'journey' ? await chosenJourney(fields, store, now) : null;
	return draftOfItem(draftOfFields(fields, start));
}

function statusOf({ definition, previous }: SavedDefinition) {
	if (!previous) return { status: 'created', changes: [] };
	const isNew = previous.version !== definition.version;
	return {
		status: isNew ? 'new_version' : 'unchanged',
		changes: changesBetween(previous, definition).map((change) => ({
			...change,
			fields: change.fields && [...change.fields],
		})),
	};
}
