import type { Product } from '../journey/touchpoint';
import { textOf } from './payload-fields';

const MAX_NAME_LENGTH = 500;

/** What a sender calls the parts of a product; each may be missing. */
export interface ProductFields {
	readonly id: unknown;
	readonly name: unknown;
	readonly quantity: unknown;
	readonly price: unknown;
}

/** Gives the product, or null when it has no id; a long name is cut, a quantity of zero or less is left out. */
export function productOf(fields: ProductFields): Product | null {
	const id = textOf(fields.id);
	if (id === undefined) return null;
	const name = textOf(fields.name)?.slice(0, MAX_NAME_LENGTH);
	const quantity = Number(textOf(fields.quantity));
	const price = textOf(fields.price);
	return {
		id,
		...(name !== undefined && { name }),
		...(quantity > 0 && Number.isFinite(quantity) && { quantity }),
		...(price !== undefined && { price }),
	};
}
