import encodeQR from 'qr';

/** Light modules around the code; readers expect four (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** Pixels a module takes in a picture, so that a phone reads it from a mail without zooming. */
const GIF_SCALE = 6;

/** Gives one row of modules as path steps: a bar for each run of dark ones. */
function rowPath(row: readonly boolean[], y: number): string {
	let path = '';
	for (let x = 0; x < row.length; x += 1) {
		if (!row[x]) continue;
		const from = x;
		while (row[x]) x += 1;
		path += `M${from} ${y}h${x - from}v1h${from - x}z`;
	}
	return path;
}

/**
 * Gives a QR code of a text as an SVG file of one path on white, with its quiet zone, error correction M.
 * Throws `Error` (`Capacity overflow`) for more than 2331 bytes of UTF-8.
 */
export function qrSvg(text: string): string {
	const bitmap = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_ZONE });
	const size = bitmap.length;
	const path = bitmap.map(rowPath).join('');
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * GIF_SCALE}" ` +
		`height="${size * GIF_SCALE}" shape-rendering="crispEdges" role="img" aria-label="QR">` +
		`<path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path fill="#000" d="${path}"/></svg>`
	);
}

/**
 * Gives the same QR code as a GIF picture for mails, which do not show SVG; six pixels a module, quiet zone included.
 * Throws `Error` (`Capacity overflow`) for more than 2331 bytes of UTF-8.
 */
export function qrGif(text: string): Uint8Array {
	return encodeQR(text, 'gif', { ecc: 'medium', border: QUIET_ZONE, scale: GIF_SCALE });
}
