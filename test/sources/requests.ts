import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Reception, Refusal, SourceRequest, SourceSettings } from '../../sources/source';

/** The moment at which every request of these tests arrives. */
export const NOW = Date.parse('2026-11-20T07:00:30.000Z');

export type Accepted = Extract<Reception, { kind: 'accepted' }>;

export function fixture(name: string): Buffer {
	return readFileSync(join(__dirname, 'fixtures', name));
}

export function requestOf(
	body: string | Buffer,
	headers: Record<string, string | undefined> = {},
	changes: Partial<SourceRequest> = {},
): SourceRequest {
	return {
		method: 'POST',
		url: 'https://n8n.example/webhook/touchpoints',
		headers,
		query: {},
		body: Buffer.from(body),
		receivedAt: NOW,
		delivery: 'delivery-1',
		...changes,
	};
}

export function settingsOf(changes: Partial<SourceSettings> = {}): SourceSettings {
	return { secrets: ['secret-now'], defaultCountry: 'IR', test: false, ...changes };
}

export function acceptedOf(reception: Reception): Accepted {
	if (reception.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(reception)}`);
	return reception;
}

export function refusalOf(reception: Reception): Refusal {
	if (reception.kind !== 'refused') throw new Error(`not refused: ${reception.kind}`);
	return reception.refusal;
}

/** The only touchpoint of a delivery in which nothing was rejected. */
export function touchpointOf(reception: Reception): Touchpoint {
	const { touchpoints, rejected } = acceptedOf(reception);
	const [touchpoint] = touchpoints;
	if (touchpoint === undefined || touchpoints.length !== 1 || rejected.length !== 0) {
		throw new Error(
			`expected one touchpoint: ${touchpoints.length}, rejected ${JSON.stringify(rejected)}`,
		);
	}
	return touchpoint;
}
