import { fieldsOf, presentTexts, textOf, type Fields } from './payload-fields';
import { readPerson } from './people';
import { withoutSensitiveFields } from './sensitive-fields';
import type { Answer, Source, SourceSettings } from './source';
import { placeTime } from './time';
import { touchpointOf } from './touchpoint-of';

/** Names in the query that are no properties: the customer and the order, and what would be personal data in plain. */
const NO_PROPERTIES = new Set(['customer', 'order', 'email', 'phone']);

/**
 * A printed QR code that leads to this trigger: its query says which code was scanned (`code`, `place`, `campaign`, any
 * others) and, on a code made for one customer or order, whose it is (`customer`, `order`). Whoever scans it is sent on
 * to the address set here, and only there, or sees a short page.
 * Everyone can call a printed address, so a scan brings at most one identity and can join no two customers, and each
 * call counts as a scan (`dedupe: none`), but for the look ahead of a browser and for HEAD.
 */
export const qrScan: Source = {
	name: 'qr_scan',
	displayName: 'QR code in the store',
	group: 'store',
	proof: 'address',
	howTo:
		'Make a QR code of the address of this trigger, with a query that tells it from the others, as in ?code=window-1&place=athens. Enter below where people go after the scan.',
	fields: [
		{
			name: 'redirectTo',
			displayName: 'Send People To',
			description: 'The address that people see after the scan, beginning with https://',
			placeholder: 'e.g. https://www.example.com/lamps',
			default: '',
		},
		{
			name: 'pageText',
			displayName: 'Page Text',
			description: 'What people read after the scan where there is no address to send them to',
			default: 'Thank you',
		},
		{
			name: 'customerNamespace',
			displayName: 'Customer Namespace',
			description:
				"The namespace of the customer IDs in the codes, so that they are known as another source's",
			placeholder: 'e.g. shopify:lamps.myshopify.com',
			default: '',
		},
	],
	namedByUser: true,
	methods: ['GET', 'HEAD'],
	handshake: (request, settings) =>
		request.method.toUpperCase() === 'HEAD' || isLookAhead(request.headers)
			? answerFor(settings)
			: undefined,
	verify: () => null,
	split: (request) => [request.query],
	map: (event, request, settings, index) => {
		const query = presentTexts(fieldsOf(event));
		const source = settings.sender ?? 'qr_scan';
		const namespace = textOf(settings.fields?.customerNamespace) ?? source;
		const person = readPerson({ external: [[namespace, query.customer]] }, undefined);
		return [
			touchpointOf(
				{
					source,
					key: { kind: 'none' },
					type: 'qr_scanned',
					channel: 'qr',
					...placeTime(null, request.receivedAt),
					identities: person.identities,
					keys: presentTexts({ order: query.order }),
					properties: propertiesIn(query),
				},
				request,
				settings,
				index,
			),
		];
	},
	accepted: (_request, settings) => answerFor(settings),
};

function isLookAhead(headers: Readonly<Record<string, string | undefined>>): boolean {
	return /\b(?:prefetch|prerender|preview)\b/i.test(
		`${headers['sec-purpose'] ?? ''} ${headers.purpose ?? ''}`,
	);
}

function propertiesIn(query: Fields): Record<string, unknown> {
	const others = Object.entries(query).filter(([name]) => !NO_PROPERTIES.has(name.toLowerCase()));
	return withoutSensitiveFields(Object.fromEntries(others));
}

/** Never looks at the request: an address in the query would make this an open redirect. */
function answerFor(settings: SourceSettings): Answer {
	const target = httpsAddress(textOf(settings.fields?.redirectTo));
	const noStore = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
	if (target !== undefined)
		return { status: 302, headers: { ...noStore, location: target }, body: '' };
	return {
		status: 200,
		headers: {
			...noStore,
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': "default-src 'none'",
			'x-content-type-options': 'nosniff',
		},
		body: pageWith(textOf(settings.fields?.pageText) ?? 'Thank you'),
	};
}

function httpsAddress(text: string | undefined): string | undefined {
	if (text === undefined || !URL.canParse(text)) return undefined;
	const { protocol, href } = new URL(text);
	return protocol === 'https:' ? href : undefined;
}

function pageWith(text: string): string {
	const escaped = text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
	return [
		'<!doctype html><html><head><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		`<title>${escaped}</title></head><body><h1 dir="auto">${escaped}</h1></body></html>`,
	].join('');
}
