import { XMLValidator } from 'fast-xml-parser';

/** Gives null for a text that is well-formed XML, else what is wrong with it. */
export function xmlFault(text: string): string | null {
	const verdict = XMLValidator.validate(text, { allowBooleanAttributes: false });
	return verdict === true ? null : `${verdict.err.msg} (line ${verdict.err.line})`;
}

/** Gives the text a reader sees: no tags, no styles, entities undone. */
export function visibleText(html: string): string {
	return html
		.replace(/<style>[\s\S]*?<\/style>/g, '')
		.replace(/<[^>]*>/g, ' ')
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&amp;/g, '&')
		.replace(/\s+/g, ' ');
}

/** Gives whatever in a page could load, run, send or leave; a self-contained page has nothing of it. */
export function outsideReach(html: string): readonly string[] {
	const dangers =
		/<(script|iframe|object|embed|link|form|input|base|img|foreignObject)\b|\s(src|href|xlink:href|srcset|action|on[a-z]+)\s*=|url\(|@import|javascript:/gi;
	return (html.match(dangers) ?? []).map(String);
}
