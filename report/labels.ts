import type { CellPlace } from '../journey/gaps/gap-analysis';
import { en } from './language/en';
import { type Language, textsIn } from './language/language';

/** Reads a key of a dictionary part that may not have it. */
function lookUp(names: Readonly<Record<string, string>>, key: string): string | undefined {
	return Object.hasOwn(names, key) ? names[key] : undefined;
}

/** Gives words for a snake-case name that no dictionary has. */
function inWords(name: string): string {
	return name.replace(/^other:/, '').replaceAll('_', ' ');
}

/** Gives a stage's name for people: translated where it still has its built-in name, else as the business wrote it. */
export function stageLabel(
	stage: { readonly name: string; readonly displayName: string },
	language: Language,
): string {
	const builtIn = lookUp(en.stages, stage.name) === stage.displayName;
	return (builtIn && lookUp(textsIn(language).stages, stage.name)) || stage.displayName;
}

/** Gives the role that answers for a stage, translated where it is a built-in one. */
export function ownerLabel(owner: string, language: Language): string {
	return lookUp(textsIn(language).owners, owner) ?? owner;
}

/** Gives a journey definition's name for people, translated where it still has its built-in name. */
export function journeyLabel(
	journey: { readonly name: string; readonly displayName: string },
	language: Language,
): string {
	const builtIn = lookUp(en.journeys, journey.name) === journey.displayName;
	return (builtIn && lookUp(textsIn(language).journeys, journey.name)) || journey.displayName;
}

/** Gives a touchpoint type in words. */
export function eventLabel(type: string, language: Language): string {
	return lookUp(textsIn(language).eventTypes, type) ?? inWords(type);
}

/** Gives a metric in words. */
export function metricLabel(metric: string, language: Language): string {
	return lookUp(textsIn(language).metrics, metric) ?? inWords(metric);
}

/** Gives a metric as shortly as it can be told from the others: by its letters where it has some. */
export function metricSign(metric: string, language: Language): string {
	return ['nps', 'csat', 'ces'].includes(metric)
		? metric.toUpperCase()
		: metricLabel(metric, language);
}

/** Gives a segment's name; null stands for all segments, the empty text for customers without one. */
export function segmentLabel(segment: string | null, language: Language): string {
	const { allSegments, noSegment } = textsIn(language).report;
	return segment === null ? allSegments : segment === '' ? noSegment : segment;
}

/** Gives a cell's stage for people, also where the definition does not have it. */
export function cellStageLabel(
	name: string,
	stages: readonly { readonly name: string; readonly displayName: string }[],
	language: Language,
): string {
	const stage = stages.find((candidate) => candidate.name === name);
	if (stage) return stageLabel(stage, language);
	return name === '' ? textsIn(language).report.noStage : inWords(name);
}

/** Gives the parts of a place from wide to narrow: stage, segment and touchpoint type where it has them. */
export function placeParts(
	place: CellPlace,
	stages: readonly { readonly name: string; readonly displayName: string }[],
	language: Language,
): readonly string[] {
	return [
		cellStageLabel(place.stage, stages, language),
		...(place.segment === null ? [] : [segmentLabel(place.segment, language)]),
		...(place.type === null ? [] : [eventLabel(place.type, language)]),
	];
}
