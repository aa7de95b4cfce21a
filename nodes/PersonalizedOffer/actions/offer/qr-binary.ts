import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { qrGif } from '../../../../report/qr';

/** Gives a QR code of a text as a picture that mail programs show. */
export async function qrBinary(
	context: IExecuteFunctions,
	text: string,
	code: string,
): Promise<IBinaryData> {
	return await context.helpers.prepareBinaryData(
		Buffer.from(qrGif(text)),
		`${code}.gif`,
		'image/gif',
	);
}
