import { SOURCES } from '../../sources/catalogue';
import { touchpointSchema } from '../../journey/touchpoint';
import { MAX_BODY_BYTES, receive } from '../../sources/receive';
import type { SourceRequest } from '../../sources/source';
import { acceptedOf, refusalOf } from './requests';
import { SENDERS } from './signed-requests';

const TEN_MINUTES_MS = 10 * 60_000;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

test('every source of the catalogue is held to this contract', () => {
	const held = new Set(Object.values(SENDERS).map((sender) => sender.source));
	expect([...held].map(({ name }) => name).sort()).toEqual(SOURCES.map(({ name }) => name).sort());
});

test('every source has a name of its own in snake case, and fields with names of their own', () => {
	const names = SOURCES.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
	for (const { name, howTo, fields = [] } of SOURCES) {
		expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
		expect(howTo).toMatch(/\.$/);
		expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length);
		for (const { description } of fields) expect(description).not.toMatch(/\.$/);
	}
});

describe.each(Object.entries(SENDERS))('%s', (_name, sender) => {
	const { source, settings, body, secrets } = sender;
	const isKnownBySecret = source.proof !== 'address';
	const canBeBroken = sender.format !== 'form' && sender.format !== 'none';
	const good = sender.sign(body, secrets[0]);

	test('takes its request, and every touchpoint fits the schema', () => {
		const { touchpoints, rejected, answer } = acceptedOf(receive(source, good, settings));
		expect(rejected).toEqual([]);
		expect(touchpoints.length).toBeGreaterThan(0);
		expect(answer.status).toBe(sender.status ?? 200);
		for (const touchpoint of touchpoints)
			expect(touchpointSchema.parse(touchpoint)).toEqual(touchpoint);
	});

	test('gives the same touchpoints for the same request again', () => {
		expect(receive(source, sender.sign(body, secrets[0]), settings)).toEqual(
			receive(source, good, settings),
		);
	});

	test('reads its body as JSON once', () => {
		const parse = jest.spyOn(JSON, 'parse');
		expect(receive(source, { ...good }, settings).kind).toBe('accepted');
		const readings = parse.mock.calls.filter(([text]) => text === good.body.toString());
		parse.mockRestore();
		expect(readings.length).toBeLessThanOrEqual(1);
	});

	test('marks the touchpoints of a test as such', () => {
		const { touchpoints } = acceptedOf(receive(source, good, { ...settings, test: true }));
		expect(touchpoints.every((touchpoint) => touchpoint.test)).toBe(true);
	});

	test('refuses a body that is larger than allowed, before it looks at the signature', () => {
		const request = { ...good, body: Buffer.alloc(MAX_BODY_BYTES + 1, 0x20) };
		expect(refusalOf(receive(source, request, settings))).toMatchObject({
			status: 413,
			code: 'body_too_large',
		});
		expect(receive(source, good, settings, good.body.length).kind).toBe('accepted');
		if (good.body.length > 0) {
			expect(refusalOf(receive(source, good, settings, good.body.length - 1)).code).toBe(
				'body_too_large',
			);
		}
	});

	for (const method of METHODS) {
		if ((source.methods ?? ['POST']).some((known) => known === method)) continue;
		test(`refuses the method ${method}`, () => {
			expect(refusalOf(receive(source, { ...good, method }, settings))).toMatchObject({
				status: 405,
				code: 'wrong_method',
			});
		});
	}

	if (isKnownBySecret) {
		test('takes a request with the other secret during a rotation', () => {
			const reception = receive(source, sender.sign(body, secrets[1]), settings);
			expect(acceptedOf(reception).touchpoints.length).toBeGreaterThan(0);
		});

		test('takes a request when the secret was pasted with white space around it', () => {
			const pasted = { ...settings, secrets: [` ${secrets[0]}\n`] };
			expect(receive(source, good, pasted).kind).toBe('accepted');
		});

		test('refuses a request with a foreign secret', () => {
			expect(refusalOf(receive(source, sender.sign(body, secrets[2]), settings))).toMatchObject({
				status: 401,
				code: 'bad_signature',
			});
		});

		test('refuses a request with an empty secret', () => {
			const reception = receive(source, sender.sign(body, sender.emptySecret ?? ''), settings);
			expect(refusalOf(reception).status).toBe(401);
		});

		test.each([[[]], [['']], [['  ', '\n']]])(
			'refuses everything when the secrets are %j',
			(none) => {
				expect(refusalOf(receive(source, good, { ...settings, secrets: none }))).toMatchObject({
					status: 401,
					code: 'no_secret',
				});
			},
		);

		for (const [header, code] of Object.entries(sender.required)) {
			test(`refuses a request without the header ${header}`, () => {
				const headers = { ...good.headers, [header]: undefined };
				expect(refusalOf(receive(source, { ...good, headers }, settings))).toMatchObject({
					status: 401,
					code,
				});
			});
		}

		test('puts no secret and no personal data into the reason of a refusal', () => {
			const requests: SourceRequest[] = [
				sender.sign(body, secrets[2]),
				...Object.keys(sender.required).map((header) => ({
					...good,
					headers: { ...good.headers, [header]: undefined },
				})),
				...(canBeBroken ? [{ ...good, body: body.subarray(1) }] : []),
			];
			for (const request of requests) {
				const { reason } = refusalOf(receive(source, request, settings));
				for (const secret of secrets) expect(reason).not.toContain(secret);
				expect(reason).not.toMatch(/karimi|example\.com|912/i);
			}
		});
	} else {
		test('takes a request without any secret in the credential, as only its address is secret', () => {
			expect(receive(source, good, { ...settings, secrets: [] }).kind).toBe('accepted');
		});
	}

	if (canBeBroken) {
		test('refuses a signed body that was cut off by the sender, without quoting it', () => {
			const request = sender.sign(body.subarray(0, body.length - 20), secrets[0]);
			const refusal = refusalOf(receive(source, request, settings));
			expect(refusal).toMatchObject({ status: 400, code: 'broken_body' });
			expect(refusal.reason).not.toMatch(/karimi|"/i);
		});
	}

	if ((sender.format ?? 'json') === 'json') {
		test('refuses a body nested deeper than 40 levels', () => {
			const deep = Buffer.from(`${'['.repeat(41)}${']'.repeat(41)}`);
			const refusal = refusalOf(receive(source, sender.sign(deep, secrets[0]), settings));
			expect(refusal).toMatchObject({ status: 400, code: 'body_too_deep' });
		});
	}

	if (sender.signsBody) {
		test('refuses a body with any one bit changed, or cut off on the way', () => {
			for (const at of [0, Math.floor(body.length / 2), body.length - 1]) {
				const altered = Buffer.from(body);
				altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
				expect(refusalOf(receive(source, { ...good, body: altered }, settings)).code).toBe(
					'bad_signature',
				);
			}
			const cut = { ...good, body: body.subarray(0, body.length - 1) };
			expect(refusalOf(receive(source, cut, settings)).code).toBe('bad_signature');
		});
	}

	if (sender.signsTime) {
		test('refuses a request signed ten minutes ago or ten minutes ahead', () => {
			for (const signedAt of [good.receivedAt - TEN_MINUTES_MS, good.receivedAt + TEN_MINUTES_MS]) {
				const refusal = refusalOf(
					receive(source, sender.sign(body, secrets[0], signedAt), settings),
				);
				expect(refusal).toMatchObject({ status: 401, code: 'stale_timestamp' });
			}
		});
	}
});
