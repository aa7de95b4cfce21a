import type { Movement } from '../../journey/stages/movement';

/** One thing a shopper does and how the shop's tools report it. */
export type Contact =
	| {
			readonly does:
				| 'hears_of_us'
				| 'wishes'
				| 'views'
				| 'adds_to_cart'
				| 'orders'
				| 'orders_in_the_app'
				| 'receives'
				| 'reads_a_page';
	  }
	/** Answers a survey on a scale of 1 to 5. */
	| { readonly does: 'answers_survey' | 'writes_review'; readonly answer: number };

/** A contact with what it must do to the journey, worked out by hand and not by the product's own fold. */
export type Planned = Contact & { readonly movement: Movement };

export interface Shopper {
	readonly number: number;
	readonly firstName: string;
	readonly language: 'en' | 'fa' | 'ar' | 'el';
	readonly segment: 'new' | 'loyal';
	/** In the order in which they happen. */
	readonly contacts: readonly Planned[];
	/** The order in which the deliveries arrive: as they happened, or the last one first. */
	readonly arrival: 'in_order' | 'reversed';
}

/** How a shopper is reached: addresses that cannot belong to anybody (RFC 2606). */
export function emailOf({ number }: Shopper): string {
	return `shopper-${number}@example.com`;
}
