import type { Money, Product } from '../journey/touchpoint';
import { amountOfUnits, moneyOf, sumOfAmounts } from './money';
import { fieldsOf, listOf, textOf, type Fields } from './payload-fields';
import { productOf } from './product-fields';

/** Gives the products of an order message (`order.product_items`). */
export function orderedProducts(order: unknown): Product[] {
	return linesOf(order).flatMap(
		(line) =>
			productOf({
				id: line.product_retailer_id,
				name: undefined,
				quantity: line.quantity,
				price: line.item_price,
			}) ?? [],
	);
}

/**
 * Gives the exact sum of price × quantity, or undefined when a line has no plain price, currency or whole quantity, or
 * when there are several currencies.
 */
export function orderValue(order: unknown): Money | undefined {
	const amounts = linesOf(order).map(amountOf);
	const [first] = amounts;
	if (!first || amounts.some((amount) => amount?.currency !== first.currency)) return undefined;
	return {
		amount: sumOfAmounts(amounts.map((amount) => amount?.amount ?? '0')),
		currency: first.currency,
	};
}

function amountOf(line: Fields): Money | undefined {
	const price = moneyOf(line.item_price, line.currency);
	const quantity = textOf(line.quantity) ?? '';
	const isPlain = price !== undefined && !price.amount.startsWith('-');
	if (!isPlain || !/^\d{1,9}$/.test(quantity)) return undefined;
	const decimals = (price.amount.split('.')[1] ?? '').length;
	const units = BigInt(price.amount.replace('.', '')) * BigInt(quantity);
	return { ...price, amount: amountOfUnits(units, decimals) };
}

function linesOf(order: unknown): readonly Fields[] {
	return listOf(fieldsOf(order).product_items).map(fieldsOf);
}
