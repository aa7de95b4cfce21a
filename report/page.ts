import { FONT_FAMILY } from './charts/svg-text';
import { escapeHtml } from './escape-html';
import { directionOf, type Language } from './language/language';

/**
 * Gives a whole HTML page that loads nothing, runs nothing and asks for nothing, so that it looks the same from a mail,
 * a file or a sandboxed frame. `title` is plain text; `css` and `body` are trusted.
 */
export function htmlPage(language: Language, title: string, css: string, body: string): string {
	return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>
*{box-sizing:border-box}
body{margin:0;font-family:${FONT_FAMILY};color:#1f2a36;background:#f4f6f8;line-height:1.6;-webkit-text-size-adjust:100%}
h1,h2,h3,p,ul,ol,dl,dd,table{margin:0;padding:0}
${css}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}
