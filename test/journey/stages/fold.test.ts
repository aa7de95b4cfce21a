import fc from 'fast-check';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import {
	journeyDefinitionSchema,
	type JourneyDefinition,
} from '../../../journey/stages/definition';
import { foldHistory, step, type FoldTouchpoint } from '../../../journey/stages/fold';
import { EMPTY_JOURNEY } from '../../../journey/stages/journey-state';
import { visitsOf } from '../../../journey/stages/visits';
import { MINUTE_MS, NOON } from '../../support/touchpoint';

const { five_stage: fiveStage, aida, lifecycle } = BUILT_IN_DEFINITIONS;

function at(minutes: number, type: string, more: Partial<FoldTouchpoint> = {}): FoldTouchpoint {
	return {
		id: `${minutes}-${type}`,
		occurredAt: NOON + minutes * MINUTE_MS,
		sequence: 0,
		type,
		...more,
	};
}

function movements(definition: JourneyDefinition, ...touchpoints: FoldTouchpoint[]): string[] {
	return foldHistory(definition, touchpoints).map(
		({ step: { movement, to } }) => `${movement} ${to}`,
	);
}

describe('the built-in definitions', () => {
	it.each([fiveStage, aida, lifecycle])('$name is a valid definition', (definition) => {
		expect(journeyDefinitionSchema.parse(definition)).toEqual(definition);
	});

	it('five_stage goes from awareness to advocacy and loops back to awareness', () => {
		expect(
			movements(
				fiveStage,
				at(0, 'recommendation_heard'),
				at(10, 'product_added_to_wishlist'),
				at(20, 'order_completed'),
				at(30, 'order_fulfilled'),
				at(40, 'referral_made'),
				at(50, 'ad_clicked'),
			),
		).toEqual([
			'entered awareness',
			'advanced consideration',
			'advanced purchase',
			'advanced retention',
			'advanced advocacy',
			'looped awareness',
		]);
	});

	it('five_stage lets the customer skip, stay and return', () => {
		expect(
			movements(
				fiveStage,
				at(0, 'ad_clicked'),
				at(1, 'order_completed'),
				at(2, 'page_viewed'),
				at(3, 'product_viewed'),
			),
		).toEqual([
			'entered awareness',
			'skipped purchase',
			'stayed purchase',
			'returned consideration',
		]);
	});

	it('five_stage takes a survey answer as retention only after a purchase', () => {
		expect(movements(fiveStage, at(0, 'product_viewed'), at(1, 'survey_answered'))).toEqual([
			'entered consideration',
			'stayed consideration',
		]);
	});

	it('five_stage takes a review as advocacy only when it is a good one', () => {
		const bought = [at(0, 'order_completed'), at(1, 'order_fulfilled')];
		expect(movements(fiveStage, ...bought, at(2, 'review_posted', { score: 20 })).at(-1)).toBe(
			'stayed retention',
		);
		expect(movements(fiveStage, ...bought, at(2, 'review_posted', { score: 80 })).at(-1)).toBe(
			'advanced advocacy',
		);
	});

	it('aida is completed by the first order, and begins anew after the cool-down', () => {
		expect(
			movements(
				aida,
				at(0, 'ad_clicked'),
				at(1, 'product_viewed'),
				at(2, 'order_completed'),
				at(4, 'product_viewed'),
				at(8, 'product_viewed'),
			),
		).toEqual([
			'entered attention',
			'advanced interest',
			'completed action',
			'stayed action',
			'entered interest',
		]);
	});

	it('lifecycle exits when the customer is lost', () => {
		expect(movements(lifecycle, at(0, 'product_viewed'), at(1, 'customer_lost'))).toEqual([
			'entered before',
			'exited null',
		]);
	});
});

describe('step', () => {
	it('says why a listed stage was not entered', () => {
		const { step: refused } = foldHistory(fiveStage, [at(0, 'survey_answered')])[0]!;
		expect(refused).toMatchObject({
			movement: 'stayed',
			to: null,
			why: 'stage_not_visited',
			refused: [{ stage: 'retention', why: 'stage_not_visited' }],
		});
	});

	it('refuses an earlier stage in a forward-only journey', () => {
		const forward = { ...fiveStage, movement: 'forward' as const };
		const [, back] = foldHistory(forward, [at(0, 'order_completed'), at(1, 'product_viewed')]);
		expect(back!.step).toMatchObject({ movement: 'stayed', to: 'purchase', why: 'forward_only' });
	});

	it('keeps the last score and the score farthest from neutral, the later of two as far', () => {
		const last = foldHistory(fiveStage, [
			at(0, 'survey_answered', { score: 10 }),
			at(1, 'survey_answered', { score: 90 }),
			at(2, 'survey_answered', { score: 60 }),
		]).at(-1)!;
		expect(last.step.state).toMatchObject({ endScore: 60, peakScore: 90 });
	});

	it('does not change the state it is given', () => {
		const before = JSON.stringify(EMPTY_JOURNEY);
		step(fiveStage, EMPTY_JOURNEY, at(0, 'product_viewed'));
		expect(JSON.stringify(EMPTY_JOURNEY)).toBe(before);
	});
});

describe('visitsOf', () => {
	it('closes a stay when the next begins and leaves the last one open', () => {
		expect(
			visitsOf(foldHistory(fiveStage, [at(0, 'product_viewed'), at(5, 'order_completed')])),
		).toMatchObject([
			{
				number: 1,
				stage: 'consideration',
				enteredAt: NOON,
				leftAt: NOON + 5 * MINUTE_MS,
				leftTo: 'purchase',
			},
			{ number: 2, stage: 'purchase', leftAt: null, leftTo: null },
		]);
	});

	it('closes the stay of an exited journey without a next stage', () => {
		expect(
			visitsOf(foldHistory(lifecycle, [at(0, 'product_viewed'), at(5, 'customer_lost')])),
		).toMatchObject([{ stage: 'before', leftAt: NOON + 5 * MINUTE_MS, leftTo: null }]);
	});
});

describe('foldHistory', () => {
	const types = [
		'ad_clicked',
		'product_viewed',
		'order_completed',
		'order_fulfilled',
		'review_posted',
		'customer_lost',
	];
	const history = fc.uniqueArray(
		fc.record({
			id: fc.string({ minLength: 1, maxLength: 4 }),
			// Few moments and sequences, so that ties are common.
			occurredAt: fc.integer({ min: 0, max: 5 }).map((step5) => NOON + step5 * 4 * MINUTE_MS),
			sequence: fc.integer({ min: 0, max: 1 }),
			type: fc.constantFrom(...types),
			score: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
			segment: fc.option(fc.constantFrom('gold', 'new'), { nil: undefined }),
		}),
		{ selector: ({ id }) => id, maxLength: 30 },
	);

	it.each([fiveStage, aida, lifecycle])(
		'gives the same for every order and repetition ($name)',
		(definition) => {
			fc.assert(
				fc.property(
					history.chain((events) =>
						fc.tuple(
							fc.constant(events),
							fc.shuffledSubarray([...events, ...events], {
								minLength: events.length * 2,
								maxLength: events.length * 2,
							}),
						),
					),
					([events, shuffled]) => {
						const expected = foldHistory(definition, events);
						const actual = foldHistory(definition, shuffled);
						expect(actual.at(-1)?.step.state).toEqual(expected.at(-1)?.step.state);
						expect(visitsOf(actual)).toEqual(visitsOf(expected));
					},
				),
			);
		},
	);

	it('never leaves a gap or an overlap between stays', () => {
		fc.assert(
			fc.property(history, (events) => {
				const visits = visitsOf(foldHistory(aida, events));
				visits.forEach((visit, index) => {
					expect(visit.number).toBe(index + 1);
					const next = visits[index + 1];
					if (next) expect(visit.leftAt).not.toBeNull();
					if (next && visit.leftAt !== null)
						expect(next.enteredAt).toBeGreaterThanOrEqual(visit.leftAt);
				});
			}),
		);
	});
});
