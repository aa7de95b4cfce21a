import fc from 'fast-check';
import {
	CODE_REFUSALS,
	CODE_TRANSITIONS,
	expiresAt,
	stateAt,
	step,
	type CodeEvent,
	type CodeLife,
} from '../../../journey/offers/code-life';
import { CODE_STATES, type CodeState } from '../../../journey/offers/offer';
import rows from './fixtures/code-life.json';

const EXPIRES_AT = 1000;

function lifeOf(state: CodeState, orderId: string | null = null): CodeLife {
	return { state, expiresAt: EXPIRES_AT, orderId };
}

function eventOf(type: CodeEvent['type'], orderId: string | null): CodeEvent {
	return type === 'redeem' ? { type, orderId } : { type };
}

const EVENTS = Object.keys(CODE_TRANSITIONS.issued) as CodeEvent['type'][];

describe('a code', () => {
	test.each(
		rows as [string, { state: CodeState; event: CodeEvent['type']; now: number }, string][],
	)('%s', (_name, { state, event, now }, expected) => {
		const result = step(lifeOf(state), eventOf(event, null), now);
		expect(result.ok ? result.state : `refused: ${result.reason}`).toBe(expected);
	});

	test('has a fixture for every state and event', () => {
		const seen = new Set(
			rows.map((row) => JSON.stringify(row[1])).map((row) => row.replace(/,"now.*/, '')),
		);
		const missing = CODE_STATES.flatMap((state) =>
			EVENTS.filter((event) => !seen.has(`{"state":"${state}","event":"${event}"`)).map(
				(event) => `${state} ${event}`,
			),
		);
		expect(missing).toEqual([]);
	});

	test('uses every refusal', () => {
		const used = new Set(
			Object.values(CODE_TRANSITIONS).flatMap((row) =>
				Object.values(row).flatMap((outcome) => ('refused' in outcome ? [outcome.refused] : [])),
			),
		);
		expect([...used].sort()).toEqual([...CODE_REFUSALS].sort());
	});

	test('redeemed again with the same order id is a repetition, even after its time', () => {
		expect(
			step(lifeOf('redeemed', 'order-1'), { type: 'redeem', orderId: 'order-1' }, EXPIRES_AT),
		).toEqual({
			ok: true,
			state: 'redeemed',
			repeated: true,
		});
	});

	test('expired again is a repetition, and the first time is not', () => {
		const expire = (state: CodeState) => step(lifeOf(state), { type: 'expire' }, EXPIRES_AT);
		expect(expire('expired')).toEqual({ ok: true, state: 'expired', repeated: true });
		expect(expire('issued')).toEqual({ ok: true, state: 'expired', repeated: false });
	});

	test('redeemed again with another order id or without one is refused', () => {
		for (const [held, given] of [
			['order-1', 'order-2'],
			['order-1', null],
			[null, 'order-1'],
			[null, null],
		] as const) {
			expect(step(lifeOf('redeemed', held), { type: 'redeem', orderId: given }, 0)).toEqual({
				ok: false,
				reason: 'already_redeemed',
			});
		}
	});

	test('that was rolled back keeps no order: redeeming it with the old order id redeems it anew', () => {
		expect(step(lifeOf('issued', 'order-1'), { type: 'redeem', orderId: 'order-1' }, 0)).toEqual({
			ok: true,
			state: 'redeemed',
			repeated: false,
		});
	});

	test('is expired from its last moment on, unless it was redeemed or revoked', () => {
		const states = (now: number) => CODE_STATES.map((state) => stateAt(lifeOf(state), now));
		expect(states(EXPIRES_AT - 1)).toEqual(CODE_STATES);
		expect(states(EXPIRES_AT)).toEqual(['expired', 'expired', 'redeemed', 'expired', 'revoked']);
	});
});

describe('any history of a code', () => {
	const event = fc.record({
		type: fc.constantFrom(...EVENTS),
		orderId: fc.constantFrom(null, 'order-1', 'order-2'),
		afterMs: fc.nat({ max: 200 }),
	});

	test('never leaves expired or revoked, and never redeems after its time', () => {
		fc.assert(
			fc.property(fc.array(event, { maxLength: 20 }), (history) => {
				let life = lifeOf('reserved');
				let now = 0;
				for (const { type, orderId, afterMs } of history) {
					now += afterMs;
					const before = stateAt(life, now);
					const result = step(life, eventOf(type, orderId), now);
					if (!result.ok) continue;
					if (before === 'expired' || before === 'revoked') expect(result.state).toBe(before);
					if (result.state === 'redeemed' && !result.repeated) expect(now).toBeLessThan(EXPIRES_AT);
					if (result.repeated) expect(result.state).toBe(life.state);
					life = {
						...life,
						state: result.state,
						orderId: type === 'redeem' ? orderId : life.orderId,
					};
				}
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('the expiry of a code', () => {
	test('comes when its life is over', () => {
		expect(expiresAt({ codeLifeMs: 100, endsAt: 1000 }, 500)).toBe(600);
	});

	test('never comes after the offer ends', () => {
		expect(expiresAt({ codeLifeMs: 100, endsAt: 1000 }, 950)).toBe(1000);
	});
});
