const characterBreaks = new Intl.Segmenter();

/** Cuts a text after `limit` characters as people count them, and says so with an ellipsis. */
function shorten(text: string, limit: number): string {
	const characters = [...characterBreaks.segment(text)].map(({ segment }) => segment);
	return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

/**
 * Gives a label broken into at most `maxLines` lines of about `limit` characters, between words where it can be; what
 * does not fit ends in an ellipsis. SVG does not break lines by itself.
 */
export function wrapLabel(text: string, limit: number, maxLines: number): readonly string[] {
	const lines: string[] = [];
	for (const word of text.trim().split(/\s+/)) {
		const last = lines.at(-1);
		if (
			last !== undefined &&
			(last.length + 1 + word.length <= limit || lines.length === maxLines)
		) {
			lines[lines.length - 1] = `${last} ${word}`;
		} else {
			lines.push(word);
		}
	}
	return lines.map((line) => shorten(line, limit));
}
