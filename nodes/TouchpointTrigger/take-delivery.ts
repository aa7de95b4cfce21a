import type { Touchpoint } from '../../journey/touchpoint';
import { receive } from '../../sources/receive';
import type { Answer, Refusal, RejectedElement, SourceRequest } from '../../sources/source';
import type { JourneyStore } from '../../store/journey-store';
import { acceptTogether } from './accept-together';
import type { TriggerSettings } from './settings';

/** How long a sender is asked to wait before it sends again what could not be kept. */
const RETRY_AFTER_SECONDS = 30;

/** A touchpoint with the event of the payload that it was mapped from. */
export interface TakenTouchpoint {
	readonly touchpoint: Touchpoint;
	readonly event: unknown;
}

/** An element that could not become a touchpoint, with the event of the payload that it is. */
export interface TakenRejection extends RejectedElement {
	readonly event: unknown;
}

/** What there is to tell about a delivery; never a secret or personal data. */
export interface Problem {
	readonly level: 'warn' | 'error';
	readonly status: number;
	readonly code: string;
	readonly reason: string;
}

/** What becomes of one delivery: what the sender hears, what the log hears, what starts the workflow. */
export interface Taken {
	readonly answer: Answer;
	readonly problem: Problem | null;
	/** To emit; without any, no execution starts. */
	readonly touchpoints: readonly TakenTouchpoint[];
	readonly rejected: readonly TakenRejection[];
}

/**
 * Verifies, splits, maps and keeps one delivery. It is answered with success only after its touchpoints are committed;
 * where that is not possible the sender is asked to try again. Touchpoints already known are not emitted again; those of
 * a test are always new, since their ids name the delivery. Never throws.
 */
export async function takeDelivery(
	request: SourceRequest,
	trigger: TriggerSettings,
	openStore: () => Promise<JourneyStore>,
): Promise<Taken> {
	const { source, settings, wantsType, maxBodyBytes } = trigger;
	const reception = receive(source, request, settings, maxBodyBytes);
	switch (reception.kind) {
		case 'answered':
			return { answer: reception.answer, problem: null, touchpoints: [], rejected: [] };
		case 'refused':
			return refusal(request.delivery, reception.refusal);
		case 'accepted': {
			const { events, origins, answer } = reception;
			const wanted = reception.touchpoints
				.map((touchpoint, index) => ({ touchpoint, event: events[origins[index] ?? -1] }))
				.filter(({ touchpoint }) => wantsType(touchpoint.type));
			try {
				const fresh = await keep(wanted, trigger, openStore);
				if (fresh === 'backlog_full') return flooded(request.delivery);
				return {
					answer,
					problem: rejectedProblem(answer.status, reception.rejected),
					touchpoints: fresh,
					rejected: reception.rejected.map((one) => ({ ...one, event: events[one.index] })),
				};
			} catch (error) {
				return unavailable(request.delivery, error);
			}
		}
	}
}

/** Gives the outcome for a request that is not taken. */
export function refusal(delivery: string, { status, code, reason }: Refusal): Taken {
	return {
		answer: json(status, { error: code, message: reason, delivery }),
		problem: { level: 'warn', status, code, reason },
		touchpoints: [],
		rejected: [],
	};
}

/** Gives the outcome for a request that we ourselves cannot take now, so that the sender keeps it and tries again. */
export function unavailable(delivery: string, error: unknown): Taken {
	const message = 'The delivery could not be kept: send it again later';
	return {
		answer: withRetryAfter(json(503, { error: 'not_kept', message, delivery })),
		problem: {
			level: 'error',
			status: 503,
			code: 'not_kept',
			reason: error instanceof Error ? error.message : String(error),
		},
		touchpoints: [],
		rejected: [],
	};
}

function flooded(delivery: string): Taken {
	const refused = refusal(delivery, {
		status: 429,
		code: 'backlog_full',
		reason:
			"more touchpoints wait to be applied than 'Maximum Backlog' allows: connect a Journey Stage node, or let it catch up",
	});
	return { ...refused, answer: withRetryAfter(refused.answer) };
}

/** Gives those that are new; or, with nothing kept, that too many already wait. */
async function keep(
	wanted: readonly TakenTouchpoint[],
	{ maxBacklog }: TriggerSettings,
	openStore: () => Promise<JourneyStore>,
): Promise<readonly TakenTouchpoint[] | 'backlog_full'> {
	if (wanted.length === 0) return [];
	const store = await openStore();
	if (maxBacklog !== undefined && (await store.getBacklog(maxBacklog + 1)) > maxBacklog)
		return 'backlog_full';
	const acceptances = await acceptTogether(
		store,
		wanted.map(({ touchpoint }) => touchpoint),
	);
	return wanted.filter((_, index) => acceptances[index]?.status === 'new');
}

function rejectedProblem(status: number, rejected: readonly RejectedElement[]): Problem | null {
	const [first] = rejected;
	if (!first) return null;
	return {
		level: 'warn',
		status,
		code: 'rejected_elements',
		reason: `kept without ${rejected.length} unusable element(s); element ${first.index}: ${first.reason}`,
	};
}

function json(status: number, body: Readonly<Record<string, unknown>>): Answer {
	return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function withRetryAfter({ status, headers, body }: Answer): Answer {
	return { status, headers: { ...headers, 'retry-after': String(RETRY_AFTER_SECONDS) }, body };
}
