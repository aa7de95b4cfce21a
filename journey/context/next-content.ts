import type { StageContent } from '../stages/definition';
import type { Touchpoint } from '../touchpoint';

/** Who the content is for. */
export interface ContentReader {
	readonly language: string | null;
	readonly segment: string | null;
}

/**
 * Gives the first piece of a stage's content that fits the customer's language and segment and that none of the
 * touchpoints shows as seen; null when there is none. `en` fits `en-GB`; content without a language or segment fits all.
 * Content is seen when its address was opened or clicked; without an address, when its title was shown.
 */
export function nextContent(
	contents: readonly StageContent[],
	reader: ContentReader,
	touchpoints: readonly Touchpoint[],
): StageContent | null {
	const seen = new Set(touchpoints.flatMap(namesOfSeen));
	return (
		contents.find(
			(content) => fits(content, reader) && !seen.has(pageOf(content.url ?? content.title)),
		) ?? null
	);
}

function fits({ language, segment }: StageContent, reader: ContentReader): boolean {
	if (segment !== undefined && segment !== reader.segment) return false;
	return language === undefined || primaryTag(language) === primaryTag(reader.language ?? '');
}

function primaryTag(tag: string): string {
	return tag.toLowerCase().split(/[-_]/)[0] ?? '';
}

/** What a touchpoint says was looked at or clicked. */
function namesOfSeen({ keys, properties }: Touchpoint): readonly string[] {
	return [properties.url, properties.link, properties.title, properties.content, keys.content]
		.filter((name): name is string => typeof name === 'string' && name !== '')
		.map(pageOf);
}

/** An address as the page it leads to: campaign parameters, anchors and a slash at the end do not matter. */
function pageOf(name: string): string {
	return /^https?:\/\//i.test(name)
		? name
				.replace(/[?#].*$/s, '')
				.replace(/\/$/, '')
				.replace(/^https?/i, 'https')
		: name;
}
