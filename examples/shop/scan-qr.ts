import { GifReader } from 'omggif';
import decodeQR from 'qr/decode.js';

/** Reads the QR code in a GIF image as a phone's camera would, and gives its text; throws when there is none to be read. */
export function scanQr(gif: Uint8Array): string {
	const reader = new GifReader(Buffer.from(gif));
	const { width, height } = reader;
	const data = new Uint8Array(width * height * 4);
	reader.decodeAndBlitFrameRGBA(0, data);
	return decodeQR({ width, height, data });
}
