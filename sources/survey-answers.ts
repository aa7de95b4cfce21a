import {
	EXPERIENCE_METRICS,
	experienceOf,
	type Experience,
	type ExperienceMetric,
} from '../journey/experience';
import { foldDigits } from '../journey/fold-text';
import type { ConsentChange, Touchpoint } from '../journey/touchpoint';
import { CHANNELS } from '../journey/channel';
import { present, textOf } from './payload-fields';
import type { SourceField, SourceRequest, SourceSettings } from './source';
import { touchpointOf, type EventFacts } from './touchpoint-of';

/** An answer on a scale, as a survey tool gives it. */
export interface ScaleAnswer {
	/** The question's id within the form. */
	readonly id: string;
	readonly question: string | undefined;
	readonly metric: ExperienceMetric;
	readonly raw: number;
	/** Undefined for the usual scale of the metric. */
	readonly scale: readonly [number, number] | undefined;
}

/** The facts of a whole response; its event id is the sender's. */
export interface ResponseFacts extends Omit<EventFacts, 'experience' | 'key' | 'type'> {
	readonly responseId: string;
	readonly form: string | undefined;
}

/**
 * Gives the touchpoints of one response: `survey_answered` with the answer of the leading metric (NPS before CSAT,
 * CES and ratings), and a `survey_question_answered` for each further answer on a scale, so that every figure counts
 * and the response still is one contact. Answers outside their scale are no figures.
 */
export function touchpointsOfResponse(
	{ responseId, form, ...facts }: ResponseFacts,
	answers: readonly ScaleAnswer[],
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint[] {
	const [leading, ...others] = answers
		.flatMap((answer) => {
			const experience = experienceOf(answer.metric, answer.raw, answer.scale);
			return experience === null ? [] : [{ answer, experience }];
		})
		.sort((one, other) => rankOf(one.experience) - rankOf(other.experience));
	const give = (event: EventFacts): Touchpoint => touchpointOf(event, request, settings, index);
	return [
		give({
			...facts,
			key: { kind: 'event_id', id: responseId },
			type: 'survey_answered',
			...(leading && { experience: leading.experience }),
			properties: present({ ...facts.properties, form, question: leading?.answer.question }),
		}),
		...others.map(({ answer, experience }) =>
			give({
				source: facts.source,
				key: { kind: 'event_id', id: `${responseId}/${answer.id}` },
				type: 'survey_question_answered',
				channel: facts.channel,
				occurredAt: facts.occurredAt,
				timeMark: facts.timeMark,
				identities: facts.identities,
				keys: facts.keys,
				experience,
				properties: present({ form, question: answer.question }),
			}),
		),
	];
}

function rankOf({ metric }: Experience): number {
	return EXPERIENCE_METRICS.indexOf(metric);
}

/** Gives a number that was sent as one or typed, also in Persian or Arabic digits; undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
	const digits = foldDigits(textOf(value) ?? '').replace('٫', '.');
	return /^[-+]?\d+(?:\.\d+)?$/.test(digits) ? Number(digits) : undefined;
}

/**
 * Gives the scale written as its worst and its best answer (`1-5`, `0 to 10`, `-2..2`; `5-1` where 1 is best), or
 * undefined for anything else.
 */
export function scaleOf(text: unknown): readonly [worst: number, best: number] | undefined {
	const written = foldDigits(textOf(text) ?? '');
	const ends = /^(-?\d{1,4})\s*(?:-|–|\.\.|to)\s*(-?\d{1,4})$/.exec(written)?.slice(1).map(Number);
	const [worst = 0, best = 0] = ends ?? [];
	return worst === best ? undefined : [worst, best];
}

/**
 * What people have to say of their scales where the survey tool sends the answer without it: a 4 of 5 and a 4 of 10 are
 * two different opinions. The defaults are those of a new question.
 */
export const SCALE_FIELDS = [
	{
		name: 'ratingScale',
		displayName: 'Rating Scale',
		description: 'Worst and best answer of rating questions, which the tool does not send along',
		placeholder: 'e.g. 1-5',
		default: '1-5',
	},
	{
		name: 'opinionScale',
		displayName: 'Opinion Scale',
		description:
			'Worst and best answer of opinion and linear scales, which the tool does not send along',
		placeholder: 'e.g. 0-10',
		default: '0-10',
	},
] as const satisfies readonly SourceField[];

/** Gives the scale that the settings name, the default where they name none that can be read. */
export function scaleInSettings(
	settings: SourceSettings,
	name: (typeof SCALE_FIELDS)[number]['name'],
): readonly [number, number] | undefined {
	const standard = SCALE_FIELDS.find((field) => field.name === name)?.default;
	return scaleOf(settings.fields?.[name]) ?? scaleOf(standard);
}

/** Gives the metric that a name of a question contains as a word of its own (`csat_support`), or undefined. */
export function metricNamedIn(name: string | undefined): ExperienceMetric | undefined {
	const words = snakeCase(name ?? '').split('_');
	return EXPERIENCE_METRICS.find((metric) => words.includes(metric));
}

/**
 * Gives what the answer to a question named `consent`, `consent_email`, `marketing_consent_sms` and so on says; without
 * a channel it is for all of them. Undefined for a question of another name.
 */
export function consentNamedIn(
	name: string | undefined,
	agreed: boolean,
): ConsentChange | undefined {
	const match = /^(?:marketing_)?consent(?:_([a-z_]+))?$/.exec(snakeCase(name ?? ''));
	if (match === null) return undefined;
	const channel = match[1] === undefined ? 'all' : CHANNELS.find((known) => known === match[1]);
	return channel && { channel, purpose: 'marketing', status: agreed ? 'granted' : 'denied' };
}

/** Gives a name with its words in lower case and `_` between them: `firstName`, `First name` and `first-name` alike. */
export function snakeCase(name: string): string {
	return name
		.trim()
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '_')
		.replace(/^_+|_+$/g, '');
}
