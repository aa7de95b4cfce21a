import { touchpointSchema, type Touchpoint } from '../journey/touchpoint';
import { BrokenBody, UnusableEvent } from './delivery-errors';
import type {
	Answer,
	Reception,
	Refusal,
	RejectedElement,
	Source,
	SourceRequest,
	SourceSettings,
} from './source';

/** Room for the largest batches of Segment (500 KB) and SendGrid (768 KB), and small enough to hold many at once. */
export const MAX_BODY_BYTES = 1024 * 1024;

const OK: Answer = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' };

/**
 * Looks at one request on behalf of a source: refuses it, answers it, or gives the touchpoints it brought, each valid by
 * `touchpointSchema`. An element that cannot be used is listed under `rejected` and takes no other with it.
 * Without a secret everything is refused, a handshake too, but for a source that is known by its address alone. `maxBodyBytes` is a number of bytes. Never throws.
 */
export function receive(
	source: Source,
	request: SourceRequest,
	settings: SourceSettings,
	maxBodyBytes = MAX_BODY_BYTES,
): Reception {
	const secrets = settings.secrets.map((secret) => secret.trim()).filter((secret) => secret !== '');
	if (secrets.length === 0 && source.proof !== 'address') {
		return refused(
			401,
			'no_secret',
			`source '${source.name}' has no secret: enter one in its credential`,
		);
	}
	const usable = { ...settings, secrets };
	try {
		const unfit = refuseByForm(source, request, maxBodyBytes);
		if (unfit) return { kind: 'refused', refusal: unfit };
		const answer = source.handshake?.(request, usable);
		if (answer) return { kind: 'answered', answer };
		const refusal = source.verify(request, usable);
		if (refusal) return { kind: 'refused', refusal };
	} catch (error) {
		return error instanceof BrokenBody
			? refused(400, error.code, error.message)
			: refused(401, 'bad_signature', `the signature could not be checked (${nameOf(error)})`);
	}
	return readVerified(source, request, usable);
}

function refuseByForm(
	{ methods = ['POST'] }: Source,
	request: SourceRequest,
	maxBodyBytes: number,
): Refusal | null {
	if (!methods.some((method) => method === request.method.toUpperCase())) {
		return {
			status: 405,
			code: 'wrong_method',
			reason: `the method is not one of ${methods.join(', ')}: set the sender to one of them`,
		};
	}
	if (request.body.length > maxBodyBytes) {
		return {
			status: 413,
			code: 'body_too_large',
			reason: `the body has ${request.body.length} bytes, at most ${maxBodyBytes} are taken: send smaller batches`,
		};
	}
	return null;
}

function readVerified(source: Source, request: SourceRequest, settings: SourceSettings): Reception {
	let events: readonly unknown[];
	try {
		events = source.split(request);
	} catch (error) {
		return error instanceof BrokenBody
			? refused(400, error.code, error.message)
			: refused(400, 'broken_body', `the body could not be read (${nameOf(error)})`);
	}
	const touchpoints: Touchpoint[] = [];
	const origins: number[] = [];
	const rejected: RejectedElement[] = [];
	events.forEach((event, index) => {
		try {
			for (const touchpoint of source.map(event, request, settings, index).map(validated)) {
				touchpoints.push(touchpoint);
				origins.push(index);
			}
		} catch (error) {
			const reason =
				error instanceof UnusableEvent ? error.message : `could not be mapped (${nameOf(error)})`;
			rejected.push({ index, reason });
		}
	});
	const { accepted = OK } = source;
	const answer = typeof accepted === 'function' ? accepted(request, settings) : accepted;
	return { kind: 'accepted', touchpoints, rejected, events, origins, answer };
}

/** Messages of the schema name the field and what it has to be; they do not quote what was there. */
function validated(touchpoint: Touchpoint): Touchpoint {
	const result = touchpointSchema.safeParse(touchpoint);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	throw new UnusableEvent(
		`${issue?.path.join('.') ?? 'touchpoint'}: ${issue?.message ?? 'is not valid'}`,
	);
}

/** The class of an unexpected error; its message might quote the payload. */
function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : typeof error;
}

function refused(status: Refusal['status'], code: Refusal['code'], reason: string): Reception {
	return { kind: 'refused', refusal: { status, code, reason } };
}
