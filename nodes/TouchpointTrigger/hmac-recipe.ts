import type { INodeParameters } from 'n8n-workflow';
import type { HmacRecipe } from '../../sources/source';
import { choiceOf, numberOf, objectOf, textOf } from '../shared/fields';
import { Misconfiguration } from '../shared/misconfiguration';

/** Gives how the sender signs, from the fields of `hmac-fields.ts`, or says which of them is wrong. */
export function recipeIn(fields: INodeParameters): HmacRecipe {
	const options = objectOf(fields.signatureOptions);
	const header = textOf(fields.signatureHeader, 'Signature Header').toLowerCase();
	if (header === '') {
		throw new Misconfiguration(
			"'Signature Header' is empty",
			'Enter the header in which the sender puts its signature; its documentation names it.',
		);
	}
	const signed = textOf(fields.signedText, 'Signed Text');
	if (!signed.includes('{body}')) {
		throw new Misconfiguration(
			"'Signed Text' lacks {body}, so nothing would protect the body",
			'Write {body} where the sender signs the body, as in {timestamp}.{body}.',
		);
	}
	const optional = (name: string, displayName: string) =>
		textOf(options[name], displayName) || undefined;
	const lowerCase = (text: string | undefined) => text?.toLowerCase();
	return {
		header,
		algorithm: choiceOf(fields.algorithm, 'Algorithm', ['sha1', 'sha256', 'sha512']),
		encoding: choiceOf(fields.encoding, 'Encoding', ['base64', 'hex']),
		signed,
		prefix: optional('prefix', 'Signature Prefix'),
		// A separator may be a space, which is why it is taken as it stands.
		separator: typeof options.separator === 'string' ? options.separator || undefined : undefined,
		idHeader: lowerCase(optional('idHeader', 'ID Header')),
		timestampHeader: lowerCase(optional('timestampHeader', 'Timestamp Header')),
		timestampPrefix: optional('timestampPrefix', 'Timestamp Prefix'),
		...(options.toleranceSeconds !== undefined && {
			toleranceMs: numberOf(options.toleranceSeconds, 'Tolerance (Seconds)') * 1000,
		}),
	};
}
