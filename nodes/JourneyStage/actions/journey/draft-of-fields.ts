import type { IDataObject } from 'n8n-workflow';
import type { JourneyDefinition } from '../../../../journey/stages/definition';
import { draftOf } from '../../../../journey/stages/definition-changes';
import { choiceOf, numberOf, objectOf, textOf, type Fields } from '../../../shared/fields';
import { Misconfiguration } from '../../../shared/misconfiguration';
import { idOfName, jsonOf, listOf, textsOf } from './field-values';
import { JOURNEY_KEYS } from './journey-fields';
import { changedByRows, type NamedRows } from './named-rows';
import { segmentsOfFields } from './segments-of-fields';

const MINUTE_MS = 60 * 1000;

const STAGES: NamedRows = {
	what: 'stage',
	more: 'more',
	enterId: "Add 'ID' to its fields and enter one in snake case, like first_purchase.",
	whenTwice:
		"Give each stage a name of its own; for several ways into one stage, start from 'JSON'.",
};

/**
 * Gives the journey that the fields of `journeyFields` describe, as an item that `draftOfItem` reads. It begins with
 * `start` where there is one, and is a new version of that one where no name and no ID is given.
 */
export function draftOfFields(fields: Fields, start: JourneyDefinition | null): IDataObject {
	const base = start ? (draftOf(start) as unknown as IDataObject) : {};
	const segments = segmentsOfFields(fields, (base.segments ?? []) as IDataObject[]);
	const options = fields.collection('options');
	const displayName = fields.text('journeyName', 'Name');
	const id = textOf(options.id, 'ID') || (displayName && idOfName(displayName));
	if (!start && displayName === '') {
		throw new Misconfiguration("'Name' is empty", 'Enter what people call the journey.');
	}
	if (!id && displayName !== '') {
		throw new Misconfiguration(
			"'Name' has no Latin letters to make an ID of",
			"Add the option 'ID' and enter one in snake case, like subscription.",
		);
	}
	return {
		...base,
		...(id && { name: id }),
		...(displayName && { displayName }),
		...optionsIn(options),
		stages: stagesIn(fields, (base.stages ?? []) as IDataObject[]),
		...(segments.length > 0 && { segments }),
	};
}

function optionsIn(options: IDataObject): IDataObject {
	const { loops, movement, reEntry, exits, goals, journeyKey, coolDownMinutes } = options;
	const key =
		journeyKey === undefined ? undefined : choiceOf(journeyKey, 'One Journey Per', JOURNEY_KEYS);
	return {
		...(loops !== undefined && { loops }),
		...(movement !== undefined && { movement }),
		...(reEntry !== undefined && { reEntry }),
		...(exits !== undefined && { exits: textsOf(exits, 'Exits') }),
		...(goals !== undefined && { goals: textsOf(goals, 'Goals') }),
		...(key !== undefined && { keyKind: key === 'customer' ? undefined : key }),
		...(coolDownMinutes !== undefined && {
			coolDownMs: Math.round(numberOf(coolDownMinutes, 'Cool-Down (Minutes)') * MINUTE_MS),
		}),
	};
}

function stagesIn(fields: Fields, base: readonly IDataObject[]): IDataObject[] {
	const rows = fields.collection('stages').stage;
	return changedByRows(rows, base, STAGES, (row, id, displayName, known) =>
		stageIn(row, objectOf(row.more), id, displayName, known),
	);
}

function stageIn(
	row: IDataObject,
	more: IDataObject,
	name: string,
	displayName: string,
	known: IDataObject | undefined,
): IDataObject {
	const owner = textOf(row.owner, 'Owner') || known?.owner;
	if (!owner) {
		throw new Misconfiguration(
			`The stage '${displayName}' has no owner`,
			"Enter the role that answers for it in 'Owner', like Marketing.",
		);
	}
	const expectedDays = numberOf(row.expectedDays ?? 0, 'Expected Days');
	const target = numberOf(row.target ?? 0, 'Target');
	const needs = textsOf(more.criticalNeeds, 'Critical Needs');
	return {
		...known,
		name,
		displayName: displayName || known?.displayName,
		owner,
		entry: entryIn(row, more, displayName) ?? known?.entry ?? [],
		...(expectedDays > 0 && { expectedDays }),
		...(target > 0 && { target }),
		...(needs.length > 0 && { criticalNeeds: needs }),
		...(more.content !== undefined && { content: jsonOf(more.content, 'Content') }),
	};
}

/** Gives the way into a stage, or null when no touchpoint is chosen. */
function entryIn(row: IDataObject, more: IDataObject, stage: string): IDataObject[] | null {
	const { minScore, maxScore, minValue, when, byMachines } = more;
	const from = textsOf(more.from, 'From Stages');
	const sources = textsOf(more.sources, 'Sources');
	const channels = listOf(more.channels) as string[];
	const visited = textOf(more.visited, 'After Stage');
	const currency = textOf(more.currency, 'Currency').toUpperCase();
	const conditions: IDataObject = {
		...(channels.length > 0 && { channels }),
		...(sources.length > 0 && { sources }),
		...(minValue !== undefined && { minValue: numberOf(minValue, 'Value at Least') }),
		...(currency && { currency }),
		...(minScore !== undefined && { minScore: numberOf(minScore, 'Score at Least') }),
		...(maxScore !== undefined && { maxScore: numberOf(maxScore, 'Score at Most') }),
		...(when !== undefined && { when: jsonOf(when, 'Condition') }),
		...(byMachines === true && { byMachines }),
		...(from.length > 0 && { from }),
		...(visited && { visited }),
	};
	const types = [
		...(listOf(row.types) as string[]),
		...textsOf(row.otherTypes, 'Entered By Other Types'),
	];
	if (types.length > 0) return [{ types, ...conditions }];
	if (Object.keys(conditions).length === 0) return null;
	throw new Misconfiguration(
		`The stage '${stage}' has conditions and no touchpoints that they are for`,
		"Choose the touchpoints in 'Entered By'.",
	);
}
