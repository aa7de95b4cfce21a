const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Controls and non-characters: XML 1.0 does not allow most of them even as an entity, and a chart file would not open. */
const NOT_TEXT = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;

/**
 * Gives a text that HTML and SVG show as it is, inside elements and inside quoted attributes. Controls and
 * halves of characters become the replacement character.
 */
export function escapeHtml(text: string): string {
	return text
		.toWellFormed()
		.replace(NOT_TEXT, '\ufffd')
		.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Gives a name from outside as HTML that keeps its own writing direction and leaves that of its surroundings alone. */
export function isolate(text: string): string {
	return `<bdi>${escapeHtml(text)}</bdi>`;
}
