import type { GapCell } from '../../journey/gaps/gap-analysis';
import { isolate } from '../escape-html';
import { stageLabel } from '../labels';
import type { ReportTexts } from '../language/texts';
import type { ReportContext } from '../report-context';
import { verdictSentence } from '../verdict-sentence';

/** How many places a group lists; a large shop has thousands with a handful of answers each. */
const LISTED = 24;

type Group = keyof ReportTexts['notJudgedGroups'];

/** Gives the group of an unjudged cell, null for a judged one. */
function groupOf(cell: GapCell): Group | null {
	switch (cell.why.code) {
		case 'below_minimum_sample':
			return 'sample';
		case 'below_hiding_limit':
		case 'hidden_with_another':
			return 'hidden';
		case 'no_target':
		case 'unknown_stage':
			return cell.why.code;
		case 'below_target':
		case 'above_target':
		case 'target_in_interval':
		case 'lost_to_correction':
			return null;
	}
}

/**
 * Gives the unjudged cells with their groups, the widest first. A part of a cell in the same group is left out: what
 * has too few answers as a whole has too few in each part, and saying so of each would bury the rest.
 */
function widestUnjudged(cells: readonly GapCell[]): readonly (readonly [GapCell, Group])[] {
	const told = new Set<string>();
	return cells.flatMap((cell): readonly (readonly [GapCell, Group])[] => {
		const group = groupOf(cell);
		if (!group) return [];
		const { stage, segment, metric } = cell;
		const asWide = (wide: string | null): string => JSON.stringify([group, stage, metric, wide]);
		if (cell.level !== 'stage' && told.has(asWide(null))) return [];
		if (cell.level === 'touchpoint' && told.has(asWide(segment))) return [];
		if (cell.level !== 'touchpoint') told.add(asWide(segment));
		return [[cell, group]];
	});
}

/** Gives what has no verdict as HTML, with the reason for each place. */
export function notJudgedSection({
	analysis,
	texts,
	numbers,
	language,
	place,
}: ReportContext): string {
	const entry = (name: string, why: string): string =>
		`<li>${name}<span class="why">${why}</span></li>`;
	const groups = new Map<Group, (() => string)[]>();
	const add = (group: Group, item: () => string): void => {
		const items = groups.get(group);
		if (items) items.push(item);
		else groups.set(group, [item]);
	};
	for (const stage of analysis.stages.filter(({ unanswered }) => unanswered)) {
		const name = `<span class="place">${isolate(stageLabel(stage, language))}</span>`;
		add('unanswered', () => entry(name, texts.report.unanswered));
	}
	for (const [cell, group] of widestUnjudged(analysis.cells)) {
		add(group, () => entry(place(cell), verdictSentence(cell.why, analysis, language)));
	}
	const lists = [...groups].map(([group, items]) => {
		const more = items.length - LISTED;
		const shown = items.slice(0, LISTED).map((item) => item());
		return (
			`<h3>${texts.report.notJudgedGroups[group]} (${numbers.count(items.length)})</h3>` +
			`<ul class="reasons">${shown.join('')}</ul>` +
			(more > 0 ? `<p class="note">${texts.report.notJudgedMore(numbers.count(more))}</p>` : '')
		);
	});
	return (
		`<section><h2>${texts.report.notJudgedHeading}</h2>` +
		(lists.length > 0 ? lists.join('') : `<p class="note">${texts.report.notJudgedNone}</p>`) +
		'</section>'
	);
}
