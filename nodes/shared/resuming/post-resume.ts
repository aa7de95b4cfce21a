import type { Resume } from '../../../store/wait-store';
import { localAddress } from './local-address';

const ANSWERS_WITHIN_MS = 30_000;

/** What came of an attempt to resume an execution. */
export type ResumeAnswer =
	/** It goes on. */
	| { readonly kind: 'resumed' }
	/** There is no execution that waits for this any more. */
	| { readonly kind: 'gone' }
	/** It is not stored yet, or is running: ask again soon. */
	| { readonly kind: 'busy' }
	/** n8n was not reached. The reason names no address, since that carries a token. */
	| { readonly kind: 'unreachable'; readonly reason: string };

/**
 * Posts a resume to n8n: to the address that n8n gave, then, where something else or nobody answers there, to the port
 * on which n8n listens on this machine. There it is also asked before an execution is given up: a gateway in front may
 * use the words of n8n. Never throws.
 */
export async function postResume(
	{ waitId, resumeUrl }: Pick<Resume, 'waitId' | 'resumeUrl'>,
	environment: NodeJS.ProcessEnv,
): Promise<ResumeAnswer> {
	const first = await post(resumeUrl, waitId);
	if (first.kind === 'resumed' || first.kind === 'busy') return first;
	const second = await post(localAddress(resumeUrl, environment), waitId);
	if (second.kind !== 'unreachable') return second;
	if (first.kind === 'gone') return first;
	return {
		kind: 'unreachable',
		reason: `${first.reason}; on this machine ${second.reason}`,
	};
}

async function post(address: string, waitId: string): Promise<ResumeAnswer> {
	try {
		const response = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ waitId }),
			// A redirect would become a GET, which resumes nothing.
			redirect: 'manual',
			signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
		});
		return answerOf(response.status, objectIn(await response.text()), waitId);
	} catch (error) {
		return { kind: 'unreachable', reason: codeOf(error) };
	}
}

/** n8n answers in JSON, with a message; a proxy's own pages are not taken for its word. */
function answerOf(
	status: number,
	body: Readonly<Record<string, unknown>>,
	waitId: string,
): ResumeAnswer {
	const message = typeof body.message === 'string' ? body.message : '';
	if (status === 200 && body.resumed === waitId) return { kind: 'resumed' };
	if (status === 409 && body.refused === 'not_waiting') return { kind: 'gone' };
	if (status === 503 && body.refused === 'store') return { kind: 'busy' };
	if (status === 409 && message !== '') {
		return { kind: message.includes('finished') ? 'gone' : 'busy' };
	}
	if (status === 404 && /\bexecution\b/.test(message)) return { kind: 'gone' };
	if (status === 401 && body.error === 'Invalid token') return { kind: 'gone' };
	// It went on by another way, or died doing so when n8n was killed: n8n goes on with neither.
	if (status === 500 && message.includes('already being resumed')) return { kind: 'gone' };
	return { kind: 'unreachable', reason: `HTTP ${status}` };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

/** `fetch` says what happened in the cause of its error. */
function codeOf(error: unknown): string {
	const cause = fieldOf(error, 'cause') ?? error;
	const code = fieldOf(cause, 'code') ?? fieldOf(cause, 'name');
	return typeof code === 'string' ? code : 'failed';
}

function fieldOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[name]
		: undefined;
}
