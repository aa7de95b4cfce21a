import { isFields, type Fields } from './payload-fields';

/** Names under which senders put payment data, secrets and network addresses, in any of the usual spellings. */
const SENSITIVE_NAME = new RegExp(
	[
		'^(?:ip|pin|pan|ssn|iban|bic|cvc2?|cvv2?)$',
		'ip_?addr',
		'(?:client|remote|browser|user|customer)_?ip$',
		'passw|passphrase|secret|authorization',
		'credit_?card|card_?(?:number|no|num|cvc|cvv)$|cvv',
		'account_?(?:number|no)$',
		'(?:access|auth|refresh|api|write)_?(?:token|key)$',
	].join('|'),
	'i',
);

/**
 * Gives a copy of the fields, at any depth, without those whose name says that they hold card or account numbers,
 * passwords, tokens or network addresses. Names are matched, not values: it is for senders who choose their own fields.
 */
export function withoutSensitiveFields(fields: Fields): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields)
			.filter(([name]) => !SENSITIVE_NAME.test(name.replace(/[\s.-]/g, '_')))
			.map(([name, value]) => [name, cleaned(value)]),
	);
}

function cleaned(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(cleaned);
	return isFields(value) ? withoutSensitiveFields(value) : value;
}
