import type { Touchpoint } from '../../journey/touchpoint';
import { receive } from '../../sources/receive';
import type { Answer, Refusal, RejectedElement, SourceRequest } from '../../sources/source';
import type { JourneyStore } from '../../store/journey-store';
import type { TriggerSettings } from './settings';

/** How long a sender is asked to wait before it sends again what could not be kept. */
const RETRY_AFTER_SECONDS = 30;

/** What becomes of one delivery: what the sender hears, what the log hears, what starts the workflow. */
export interface Taken {
	readonly answer: Answer;
	/** Null when there is nothing to tell; never a secret or personal data. */
	readonly log: { readonly level: 'warn' | 'error'; readonly message: string } | null;
	/** Touchpoints to emit; without any, no execution starts. */
	readonly touchpoints: readonly Touchpoint[];
	/** How many elements of the delivery could not become touchpoints. */
	readonly rejected: number;
}

/**
 * Verifies, splits, maps and keeps one delivery. It is answered with success only after its touchpoints are committed;
 * where that is not possible the sender is asked to try again. Touchpoints already known are not emitted again, except
 * in a test, where seeing them is the point. Never throws.
 */
export async function takeDelivery(
	request: SourceRequest,
	{ source, settings, onlyTypes, maxBodyBytes }: TriggerSettings,
	openStore: () => Promise<JourneyStore>,
): Promise<Taken> {
	const reception = receive(source, request, settings, maxBodyBytes);
	switch (reception.kind) {
		case 'answered':
			return { answer: reception.answer, log: null, touchpoints: [], rejected: 0 };
		case 'refused':
			return refusal(request.delivery, reception.refusal);
		case 'accepted': {
			const wanted = reception.touchpoints.filter(
				({ type }) => onlyTypes.length === 0 || onlyTypes.includes(type),
			);
			try {
				const fresh = await keep(wanted, openStore);
				return {
					answer: reception.answer,
					log: rejectedLog(request.delivery, reception.rejected),
					touchpoints: settings.test ? wanted : fresh,
					rejected: reception.rejected.length,
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
		log: {
			level: 'warn',
			message: `Delivery ${delivery} refused with ${status} ${code}: ${reason}`,
		},
		touchpoints: [],
		rejected: 0,
	};
}

/** Gives the outcome for a request that we ourselves cannot take now, so that the sender keeps it and tries again. */
export function unavailable(delivery: string, error: unknown): Taken {
	const { status, headers, body } = json(503, {
		error: 'not_kept',
		message: 'The delivery could not be kept: send it again later',
		delivery,
	});
	const why = error instanceof Error ? error.message : String(error);
	return {
		answer: { status, headers: { ...headers, 'retry-after': String(RETRY_AFTER_SECONDS) }, body },
		log: { level: 'error', message: `Delivery ${delivery} could not be kept: ${why}` },
		touchpoints: [],
		rejected: 0,
	};
}

async function keep(
	touchpoints: readonly Touchpoint[],
	openStore: () => Promise<JourneyStore>,
): Promise<readonly Touchpoint[]> {
	if (touchpoints.length === 0) return [];
	const acceptances = await (await openStore()).accept(touchpoints);
	return touchpoints.filter((_, index) => acceptances[index]?.status === 'new');
}

function rejectedLog(delivery: string, rejected: readonly RejectedElement[]): Taken['log'] {
	const [first] = rejected;
	if (!first) return null;
	return {
		level: 'warn',
		message: `Delivery ${delivery} was kept without ${rejected.length} unusable element(s); element ${first.index}: ${first.reason}`,
	};
}

function json(status: number, body: Readonly<Record<string, unknown>>): Answer {
	return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
