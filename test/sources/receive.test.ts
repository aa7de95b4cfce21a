import type { Touchpoint } from '../../journey/touchpoint';
import { BrokenBody, UnusableEvent } from '../../sources/delivery-errors';
import { receive } from '../../sources/receive';
import type { Source } from '../../sources/source';
import { touchpointOf as build } from '../../sources/touchpoint-of';
import { acceptedOf, NOW, refusalOf, requestOf, settingsOf } from './requests';

const settings = settingsOf();

function sourceOf(changes: Partial<Source> = {}): Source {
	return {
		name: 'fake',
		displayName: 'Fake',
		group: 'generic',
		proof: 'signature',
		howTo: 'Send.',
		verify: () => null,
		split: () => [0, 1, 2],
		map: (event, request, given, index) => [
			touchpoint(request, given, index, `e-${String(event)}`),
		],
		...changes,
	};
}

function touchpoint(
	request: Parameters<Source['map']>[1],
	given: Parameters<Source['map']>[2],
	index: number,
	id: string,
): Touchpoint {
	return build(
		{
			source: 'fake',
			key: { kind: 'event_id', id },
			type: 'page_viewed',
			channel: 'web',
			occurredAt: NOW,
			timeMark: 'as_sent',
			identities: [],
		},
		request,
		given,
		index,
	);
}

test('keeps the others when one element cannot be used, and says which and why', () => {
	const source = sourceOf({
		map: (event, request, given, index) => {
			if (event === 1) throw new UnusableEvent('type: expected a text');
			return [touchpoint(request, given, index, `e-${index}`)];
		},
	});
	const { touchpoints, rejected, answer } = acceptedOf(receive(source, requestOf(''), settings));
	expect(touchpoints.map(({ id }) => id)).toEqual(['fake:e-0', 'fake:e-2']);
	expect(rejected).toEqual([{ index: 1, reason: 'type: expected a text' }]);
	expect(answer).toMatchObject({ status: 200, body: 'OK' });
});

test('rejects an element whose touchpoint does not fit the schema, naming the field and not its value', () => {
	const source = sourceOf({
		map: (event, request, given, index) => {
			const fine = touchpoint(request, given, index, `e-${index}`);
			return event === 1
				? [fine, { ...fine, identities: [{ kind: 'phone', value: '0912-secret' }] }]
				: [fine];
		},
	});
	const { touchpoints, rejected } = acceptedOf(receive(source, requestOf(''), settings));
	expect(touchpoints).toHaveLength(2);
	expect(rejected).toEqual([
		{ index: 1, reason: expect.stringContaining('identities.0.value') as string },
	]);
	expect(JSON.stringify(rejected)).not.toContain('0912');
});

test('rejects an element on which the mapper itself fails, without the words of the failure', () => {
	const source = sourceOf({
		map: (event, request, given, index) => {
			if (event === 0) throw new TypeError('cannot read neda@example.com');
			return [touchpoint(request, given, index, `e-${index}`)];
		},
	});
	const { touchpoints, rejected } = acceptedOf(receive(source, requestOf(''), settings));
	expect(touchpoints).toHaveLength(2);
	expect(rejected).toEqual([{ index: 0, reason: 'could not be mapped (TypeError)' }]);
});

test('accepts a delivery in which nothing can be used, so that the sender does not repeat it', () => {
	const source = sourceOf({
		map: () => {
			throw new UnusableEvent('nothing here');
		},
	});
	const { touchpoints, rejected, answer } = acceptedOf(receive(source, requestOf(''), settings));
	expect(touchpoints).toEqual([]);
	expect(rejected).toHaveLength(3);
	expect(answer.status).toBe(200);
});

test('refuses when the verifier fails instead of judging', () => {
	const source = sourceOf({
		verify: () => {
			throw new RangeError('boom with a-secret');
		},
	});
	const refusal = refusalOf(receive(source, requestOf(''), settings));
	expect(refusal).toMatchObject({ status: 401, code: 'bad_signature' });
	expect(refusal.reason).not.toContain('a-secret');
});

test('refuses for the body when the verifier cannot read what stands in it', () => {
	const verifying = (error: Error): Source =>
		sourceOf({
			verify: () => {
				throw error;
			},
		});
	const refusalFor = (error: Error) =>
		refusalOf(receive(verifying(error), requestOf(''), settings));
	expect(refusalFor(new BrokenBody('not a form'))).toEqual({
		status: 400,
		code: 'broken_body',
		reason: 'not a form',
	});
	expect(refusalFor(new BrokenBody('too deep', 'body_too_deep'))).toMatchObject({
		status: 400,
		code: 'body_too_deep',
	});
});

test('tells a body that is broken from one that is too deep, and survives any other failure to read it', () => {
	const reading = (error: Error): Source =>
		sourceOf({
			split: () => {
				throw error;
			},
		});
	const codeOf = (error: Error): string =>
		refusalOf(receive(reading(error), requestOf(''), settings)).code;
	expect(codeOf(new BrokenBody('not JSON'))).toBe('broken_body');
	expect(codeOf(new BrokenBody('too deep', 'body_too_deep'))).toBe('body_too_deep');
	expect(codeOf(new RangeError('stack'))).toBe('broken_body');
});

describe('a handshake', () => {
	const source = sourceOf({
		methods: ['GET', 'POST'],
		handshake: ({ method, query }) =>
			method === 'GET' ? { status: 200, body: query.challenge ?? '' } : undefined,
		verify: () => ({ status: 401, code: 'bad_signature', reason: 'not signed' }),
	});
	const challenge = requestOf('', {}, { method: 'GET', query: { challenge: 'c-1' } });

	test('is answered before anything is verified', () => {
		expect(receive(source, challenge, settings)).toEqual({
			kind: 'answered',
			answer: { status: 200, body: 'c-1' },
		});
	});

	test('is refused while no secret is set', () => {
		expect(refusalOf(receive(source, challenge, settingsOf({ secrets: [] }))).code).toBe(
			'no_secret',
		);
	});

	test('does not stand in for the signature of a delivery', () => {
		expect(refusalOf(receive(source, requestOf('{}'), settings)).code).toBe('bad_signature');
		expect(refusalOf(receive(source, { ...challenge, method: 'PUT' }, settings)).code).toBe(
			'wrong_method',
		);
	});
});

test('takes the methods that the sender uses, in any case of letters, and names them in a refusal', () => {
	const source = sourceOf({ methods: ['GET', 'HEAD'] });
	for (const method of ['GET', 'HEAD', 'get'])
		expect(receive(source, requestOf('', {}, { method }), settings).kind).toBe('accepted');
	const refusal = refusalOf(receive(source, requestOf(''), settings));
	expect(refusal).toMatchObject({ status: 405, code: 'wrong_method' });
	expect(refusal.reason).toContain('GET, HEAD');
});

test('hands a request to the handshake only when its method and size are those of the sender', () => {
	const source = sourceOf({ handshake: () => ({ status: 200, body: 'hello' }) });
	expect(receive(source, requestOf('1234'), settings, 4).kind).toBe('answered');
	expect(refusalOf(receive(source, requestOf('12345'), settings, 4)).code).toBe('body_too_large');
	const head = requestOf('', {}, { method: 'HEAD' });
	expect(refusalOf(receive(source, head, settings)).code).toBe('wrong_method');
});

test('answers in words that depend on the request, where the sender expects them', () => {
	const source = sourceOf({ accepted: ({ delivery }) => ({ status: 200, body: delivery }) });
	expect(acceptedOf(receive(source, requestOf(''), settings)).answer.body).toBe('delivery-1');
});

test('answers in the words that the sender expects', () => {
	const answer = { status: 202, body: 'thanks' };
	expect(acceptedOf(receive(sourceOf({ accepted: answer }), requestOf(''), settings)).answer).toBe(
		answer,
	);
});
