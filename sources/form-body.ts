import { BrokenBody } from './delivery-errors';
import type { Fields } from './payload-fields';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a body written as an HTML form (`application/x-www-form-urlencoded`) and gives its fields in the order sent, a
 * name as often as it came. Values are as the sender wrote them, for senders that sign them. Throws `BrokenBody` for
 * bytes that are not UTF-8.
 */
export function formEntries(body: Uint8Array): readonly (readonly [name: string, value: string])[] {
	try {
		return [...new URLSearchParams(utf8.decode(body))];
	} catch {
		throw new BrokenBody('the body is not valid UTF-8, which a form has to be');
	}
}

/**
 * Gives the fields of such a body by name, the first where one came twice, without NUL characters and lone surrogates,
 * which the store cannot keep. Throws `BrokenBody` for bytes that are not UTF-8.
 */
export function formFields(body: Uint8Array): Fields {
	const fields = new Map<string, string>();
	for (const [name, value] of formEntries(body)) {
		if (!fields.has(name)) fields.set(name, value.replaceAll('\0', '').toWellFormed());
	}
	return Object.fromEntries(fields);
}
