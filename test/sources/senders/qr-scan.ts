import { qrScan } from '../../../sources/qr-scan';
import { requestOf, settingsOf } from '../requests';
import { NO_SECRETS, type Sender } from '../sender';

export const qrScanSender: Sender = {
	source: qrScan,
	secrets: NO_SECRETS,
	settings: settingsOf({ secrets: [], fields: { redirectTo: 'https://www.example.com/lamps' } }),
	body: Buffer.alloc(0),
	format: 'none',
	sign: (body) =>
		requestOf(
			body,
			{},
			{ method: 'GET', query: { code: 'window-1', place: 'athens', customer: 'cu-7' } },
		),
	required: {},
	signsBody: false,
	signsTime: false,
	status: 302,
};
