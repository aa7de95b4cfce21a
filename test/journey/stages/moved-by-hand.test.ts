import { touchpointOfHandMove } from '../../../journey/stages/moved-by-hand';
import type { JourneyDefinition } from '../../../journey/stages/definition';
import { touchpointSchema } from '../../../journey/touchpoint';
import { email, NOON } from '../../support/touchpoint';
import { stepsOf, trialJourney, wholeOf } from './support';

const definition = trialJourney({
	goals: ['order_completed'],
	reEntry: 'never',
	movement: 'forward',
	coolDownMs: 60_000,
});

const handMove = (stage: string, of: JourneyDefinition = definition, now = NOON + 10) =>
	touchpointOfHandMove({
		eventId: `move-${stage}-${now}`,
		delivery: 'execution-1',
		identities: [email('charlotte@example.com')],
		definition: of,
		stage,
		key: of.keyKind ? 'A' : null,
		reason: 'trade fair',
		now,
		place: 0,
		test: false,
	});

const folded = (touchpoint: ReturnType<typeof handMove>) => wholeOf(touchpoint.id, touchpoint);

describe('a move by hand', () => {
	test('is a valid touchpoint, with the key of its journey', () => {
		const move = handMove('trial', trialJourney({ keyKind: 'order' }));
		expect(touchpointSchema.parse(move)).toEqual(move);
		expect(move).toMatchObject({
			type: 'moved_by_hand',
			source: 'manual',
			keys: { order: 'A' },
			properties: { definition: 'trial_journey', stage: 'trial', key: 'A', reason: 'trade fair' },
		});
	});

	test('begins a journey in any stage', () => {
		expect(stepsOf(definition, folded(handMove('paid')))).toMatchObject([
			{ movement: 'entered', from: null, to: 'paid', why: 'moved_by_hand', enters: true },
		]);
	});

	test('goes back in a forward-only journey, and begins an ended one at once that never begins anew', () => {
		const back = stepsOf(
			definition,
			folded(handMove('paid', definition, NOON)),
			folded(handMove('trial')),
		);
		expect(back.at(-1)).toMatchObject({ movement: 'returned', from: 'paid', to: 'trial' });
		const anew = stepsOf(
			definition,
			wholeOf('0', { type: 'trial_started' }),
			wholeOf('1', { type: 'order_completed' }),
			folded(handMove('trial')),
		);
		expect(anew.at(-1)).toMatchObject({
			movement: 'entered',
			to: 'trial',
			state: { status: 'active', endedAt: null },
		});
	});

	test('into the stage where the customer is changes nothing', () => {
		const steps = stepsOf(
			definition,
			wholeOf('0', { type: 'trial_started' }),
			folded(handMove('trial')),
		);
		expect(steps.at(-1)).toMatchObject({ movement: 'stayed', why: 'same_stage' });
	});

	test.each([
		['into a stage that has vanished', folded(handMove('gone')), 'unknown_stage'],
		[
			'in another journey',
			folded(handMove('trial', { ...definition, name: 'other' })),
			'other_journey',
		],
		[
			'that another source claims',
			folded({ ...handMove('trial'), source: 'segment' }),
			'no_entry_rule',
		],
	])('%s moves nobody', (_name, move, why) => {
		expect(stepsOf(definition, move)).toMatchObject([{ movement: 'stayed', to: null, why }]);
	});
});
