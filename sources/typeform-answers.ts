import type { Channel } from '../journey/channel';
import type { ConsentChange } from '../journey/touchpoint';
import {
	fieldsOf,
	firstText,
	isFields,
	listOf,
	present,
	textOf,
	type Fields,
} from './payload-fields';
import type { SourceSettings } from './source';
import {
	consentNamedIn,
	metricNamedIn,
	numberOf,
	scaleInSettings,
	type ScaleAnswer,
} from './survey-answers';
import { namedFields, type NamedFields } from './survey-fields';

/** What a response says, with what the definition of its form adds. */
export interface TypeformResponse extends Pick<
	NamedFields,
	'customerIds' | 'emails' | 'phones' | 'attributes' | 'keys'
> {
	readonly channel: Channel | undefined;
	readonly hidden: Record<string, unknown>;
	readonly scaleAnswers: readonly ScaleAnswer[];
	readonly consent: ConsentChange[];
	/** Question and answer as people read them, without contact data, files and payments. */
	readonly answers: readonly Fields[];
}

/** Kinds of answers that are no words to keep: they are identities, or private. */
const UNKEPT: ReadonlySet<unknown> = new Set(['email', 'phone_number', 'file_url', 'payment']);

/**
 * Reads the hidden fields and the answers of a response.
 * Where a question's scale begins and ends is taken from the link (hidden field `scale`), else from the question's
 * definition (`steps`, `start_at_one`), which most deliveries leave empty, else from the trigger's settings.
 */
export function readResponse(response: Fields, settings: SourceSettings): TypeformResponse {
	const hidden = namedFields(fieldsOf(response.hidden));
	const questions = questionsById(response);
	const answers = listOf(response.answers).filter(isFields);
	const named = namedFields(Object.fromEntries(answers.flatMap(nameAndText)));
	const ofType = (type: string) =>
		answers
			.filter((answer) => answer.type === type)
			.flatMap((answer) => textOf(answer[type]) ?? []);
	return {
		customerIds: hidden.customerIds,
		emails: [...hidden.emails, ...ofType('email')],
		phones: [...hidden.phones, ...ofType('phone_number')],
		attributes: { ...named.attributes, ...hidden.attributes },
		keys: { ...named.keys, ...hidden.keys },
		channel: hidden.channel,
		hidden: hidden.rest,
		scaleAnswers: answers.flatMap(
			(answer) => scaleAnswerOf(answer, questions, hidden, settings) ?? [],
		),
		consent: answers.flatMap(
			(answer) =>
				(answer.type === 'boolean' && consentNamedIn(refOf(answer), answer.boolean === true)) || [],
		),
		answers: answers
			.filter((answer) => !UNKEPT.has(answer.type))
			.map((answer) => ({
				...present({
					question: textOf(questions.get(idOf(answer))?.title),
					ref: refOf(answer),
					answer: wordsOf(answer),
				}),
			})),
	};
}

function questionsById(response: Fields): ReadonlyMap<string, Fields> {
	const questions = listOf(fieldsOf(response.definition).fields).map(fieldsOf);
	return new Map(questions.map((question) => [textOf(question.id) ?? '', question]));
}

function scaleAnswerOf(
	answer: Fields,
	questions: ReadonlyMap<string, Fields>,
	hidden: NamedFields,
	settings: SourceSettings,
): ScaleAnswer | null {
	const raw = numberOf(wordsOf(answer));
	if (raw === undefined) return null;
	const id = idOf(answer);
	const question = questions.get(id) ?? {};
	const kind = fieldsOf(answer.field).type ?? question.type;
	const named = metricNamedIn(refOf(answer));
	const found = { id, question: textOf(question.title), raw };
	if (kind === 'nps') return { ...found, metric: 'nps', scale: [0, 10] };
	const isRating = kind === 'rating';
	if (!isRating && kind !== 'opinion_scale') {
		return named === undefined ? null : { ...found, metric: named, scale: undefined };
	}
	const metric = named ?? hidden.metric ?? 'rating';
	const scale =
		metric === 'nps'
			? ([0, 10] as const)
			: (hidden.scale ??
				scaleOfQuestion(question, isRating) ??
				scaleInSettings(settings, isRating ? 'ratingScale' : 'opinionScale'));
	return { ...found, metric, scale };
}

/** A rating begins at 1; an opinion scale at 0, unless its definition says otherwise. */
function scaleOfQuestion(
	question: Fields,
	isRating: boolean,
): readonly [number, number] | undefined {
	const properties = { ...question, ...fieldsOf(question.properties) };
	const steps = numberOf(properties.steps);
	if (steps === undefined || steps < 2) return undefined;
	return isRating || properties.start_at_one === true ? [1, steps] : [0, steps - 1];
}

function idOf(answer: Fields): string {
	const { id, ref } = fieldsOf(answer.field);
	return firstText(id, ref) ?? 'unknown';
}

function refOf(answer: Fields): string | undefined {
	return textOf(fieldsOf(answer.field).ref);
}

function nameAndText(answer: Fields): [string, unknown][] {
	const ref = refOf(answer);
	return ref === undefined || answer.type !== 'text' ? [] : [[ref, answer.text]];
}

function wordsOf(answer: Fields): string | undefined {
	const choice = fieldsOf(answer.choice);
	const choices = fieldsOf(answer.choices);
	const labels = [...listOf(choices.labels), choices.other].flatMap((label) => textOf(label) ?? []);
	switch (answer.type) {
		case 'choice':
			return firstText(choice.label, choice.other);
		case 'choices':
			return textOf(labels.join(', '));
		case 'boolean':
			return typeof answer.boolean === 'boolean' ? (answer.boolean ? 'yes' : 'no') : undefined;
		default:
			return typeof answer.type === 'string' ? textOf(answer[answer.type]) : undefined;
	}
}
