import { experienceOf, type Experience } from '../journey/experience';
import { fieldsOf, listOf, textOf, type Fields } from './payload-fields';

/** The words in the name of a survey, or in its question, that say what it measures. */
const METRICS = [
	[/\bnps\b|net promoter/i, 'nps'],
	[/\bcsat\b/i, 'csat'],
	[/\bces\b/i, 'ces'],
] as const;

interface Answer {
	readonly question: string | undefined;
	readonly response: unknown;
}

/**
 * Gives what a `survey sent` measured, or undefined when neither the survey's name nor a question names NPS, CSAT or
 * CES, or when the answer is no number on the scale. PostHog does not send the scale: it is the usual one of the metric
 * (0 to 10, 1 to 5, 1 to 7).
 */
export function posthogExperience(event: string, properties: Fields): Experience | undefined {
	if (event !== 'survey sent') return undefined;
	const survey = textOf(properties.$survey_name);
	for (const { question, response } of answersIn(properties)) {
		const metric = METRICS.find(([words]) => words.test(`${survey ?? ''} ${question ?? ''}`))?.[1];
		const raw = textOf(response);
		if (metric === undefined || raw === undefined || !/^\d+$/.test(raw)) continue;
		const experience = experienceOf(metric, Number(raw));
		if (experience) return experience;
	}
	return undefined;
}

/** Gives the survey and its answers as properties; none for an event that is not about a survey. */
export function posthogAnswers(properties: Fields): Record<string, unknown> {
	if (textOf(properties.$survey_id) === undefined) return {};
	return {
		surveyId: textOf(properties.$survey_id),
		surveyName: textOf(properties.$survey_name),
		answers: answersIn(properties),
	};
}

/** New libraries list the questions with their answers; older ones have `$survey_response`, `$survey_response_1`, …. */
function answersIn(properties: Fields): Answer[] {
	const questions = listOf(properties.$survey_questions).map(fieldsOf);
	if (questions.length > 0) {
		return questions.map((question) => ({
			question: textOf(question.question),
			response: question.response ?? properties[`$survey_response_${textOf(question.id) ?? ''}`],
		}));
	}
	return Object.entries(properties)
		.filter(([name]) => name.startsWith('$survey_response'))
		.map(([, response]) => ({ question: undefined, response }));
}
