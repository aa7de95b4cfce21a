import type { Choice } from './choose';

/**
 * Gives a choice for a customer who is held out by the experiment of that name: nothing is chosen, and the offer that
 * would have been made is refused in its place. A choice of nothing stays as it is.
 */
export function holdOut(choice: Choice, holdout: string): Choice {
	if (!choice.chosen) return choice;
	const [, ...others] = choice.candidates;
	return {
		chosen: null,
		why: 'held_out',
		candidates: [
			{
				offerId: choice.chosen.offer.id,
				verdict: 'refused',
				code: 'held_out',
				details: { holdout },
			},
			...others,
		],
	};
}
