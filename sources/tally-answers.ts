import type { Channel } from '../journey/channel';
import type { ConsentChange } from '../journey/touchpoint';
import { fieldsOf, isFields, listOf, present, textOf, type Fields } from './payload-fields';
import type { SourceSettings } from './source';
import {
	consentNamedIn,
	metricNamedIn,
	numberOf,
	scaleInSettings,
	type ScaleAnswer,
} from './survey-answers';
import { namedFields, type NamedFields } from './survey-fields';

/** What a submission says. */
export interface TallySubmission extends Pick<
	NamedFields,
	'customerIds' | 'emails' | 'phones' | 'attributes' | 'keys'
> {
	readonly channel: Channel | undefined;
	readonly hidden: Record<string, unknown>;
	readonly scaleAnswers: readonly ScaleAnswer[];
	readonly consent: ConsentChange[];
	readonly payment: { readonly price?: unknown; readonly currency?: unknown };
	/** Question and answer as people read them, without contact data, files, signatures and payments. */
	readonly answers: readonly Fields[];
}

/** Types whose value is one of these fields' own business: identities, private things, or parts of another field. */
const UNKEPT: ReadonlySet<unknown> = new Set([
	'HIDDEN_FIELDS',
	'INPUT_EMAIL',
	'INPUT_PHONE_NUMBER',
	'FILE_UPLOAD',
	'SIGNATURE',
	'PAYMENT',
	'MATRIX',
]);

/** Reads the fields of a submission: hidden ones by their label, the others by their type. */
export function readSubmission(data: Fields, settings: SourceSettings): TallySubmission {
	const fields = listOf(data.fields).filter(isFields);
	const ofType = (...types: readonly string[]) =>
		fields.filter(({ type }) => types.includes(textOf(type) ?? ''));
	const hidden = namedFields(labelled(ofType('HIDDEN_FIELDS')));
	const named = namedFields(labelled(ofType('INPUT_TEXT')));
	return {
		customerIds: hidden.customerIds,
		emails: [...hidden.emails, ...valuesOf(ofType('INPUT_EMAIL'))],
		phones: [...hidden.phones, ...valuesOf(ofType('INPUT_PHONE_NUMBER'))],
		attributes: { ...named.attributes, ...hidden.attributes },
		keys: { ...named.keys, ...hidden.keys },
		channel: hidden.channel,
		hidden: hidden.rest,
		scaleAnswers: fields.flatMap((field) => scaleAnswerOf(field, hidden, settings) ?? []),
		consent: fields.flatMap((field) => {
			const agreed = agreementIn(field);
			return (agreed !== undefined && consentNamedIn(questionOf(field), agreed)) || [];
		}),
		payment: paymentIn(ofType('PAYMENT')),
		answers: fields
			.filter(({ type, value }) => !UNKEPT.has(type) && typeof value !== 'boolean')
			.map((field) => present({ question: textOf(field.label), answer: wordsOf(field) }))
			.filter(({ answer }) => answer !== undefined),
	};
}

/** A payment comes as fields whose keys end in `_price`, `_currency`, `_name`, `_email` and `_link`. */
function paymentIn(fields: readonly Fields[]): TallySubmission['payment'] {
	const part = (ending: string) => fields.find(({ key }) => textOf(key)?.endsWith(ending))?.value;
	return { price: part('_price'), currency: part('_currency') };
}

function labelled(fields: readonly Fields[]): Fields {
	return Object.fromEntries(fields.map(({ label, value }) => [textOf(label) ?? '', value]));
}

function valuesOf(fields: readonly Fields[]): string[] {
	return fields.flatMap(({ value }) => textOf(value) ?? []);
}

function scaleAnswerOf(
	field: Fields,
	hidden: NamedFields,
	settings: SourceSettings,
): ScaleAnswer | null {
	const raw = numberOf(wordsOf(field));
	const id = textOf(field.key);
	if (raw === undefined || id === undefined || UNKEPT.has(field.type)) return null;
	const question = textOf(field.label);
	const named = metricNamedIn(question);
	const isRating = field.type === 'RATING';
	if (!isRating && field.type !== 'LINEAR_SCALE') {
		return named === undefined ? null : { id, question, raw, metric: named, scale: undefined };
	}
	const metric = named ?? hidden.metric ?? 'rating';
	const scale =
		metric === 'nps'
			? ([0, 10] as const)
			: (hidden.scale ?? scaleInSettings(settings, isRating ? 'ratingScale' : 'opinionScale'));
	return { id, question, raw, metric, scale };
}

/**
 * Gives what a box or a yes-or-no choice says. Each box of a question comes as a field of its own, true or false; one
 * left empty says nothing, which is no refusal.
 */
function agreementIn(field: Fields): boolean | undefined {
	if (field.value === true) return true;
	const words = Array.isArray(field.value) ? wordsOf(field)?.toLowerCase() : undefined;
	if (words === 'yes') return true;
	return words === 'no' ? false : undefined;
}

/** A box is labelled with its question and, in brackets, its own text. */
function questionOf({ label }: Fields): string | undefined {
	return textOf(label)?.replace(/\s*\([^()]*\)$/, '');
}

/** Choices come as ids, with their texts beside them. */
function wordsOf(field: Fields): string | undefined {
	const { value } = field;
	if (!Array.isArray(value)) return textOf(value);
	const texts = new Map(
		listOf(field.options)
			.map(fieldsOf)
			.map(({ id, text }) => [textOf(id), textOf(text)]),
	);
	const chosen = value.flatMap((id: unknown) => texts.get(textOf(id)) ?? textOf(id) ?? []);
	return textOf(chosen.join(', '));
}
