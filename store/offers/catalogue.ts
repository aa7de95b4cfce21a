import { offerSchema, type Offer } from '../../journey/offers/offer';
import { run, type Transaction } from '../database';
import type { OfferUsage } from '../journey-store';

/** Keeps an offer, replacing the one with the same id. */
export async function saveOffer(
	transaction: Transaction,
	offer: Offer,
	now: number,
): Promise<void> {
	await run(
		transaction,
		`INSERT INTO offer (id, saved_at, body) VALUES (?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET saved_at = excluded.saved_at, body = excluded.body`,
		[offer.id, now, JSON.stringify(offerSchema.parse(offer))],
	);
}

/** Gives all offers, by id. */
export async function getOffers(transaction: Transaction): Promise<readonly Offer[]> {
	const rows = await transaction.all('SELECT body FROM offer ORDER BY id', []);
	return rows.map((row) => offerSchema.parse(JSON.parse(String(row.body))));
}

/** Gives how many codes of each offer are live or redeemed, over all and for one customer. */
export async function getOfferUsage(
	transaction: Transaction,
	customerId: string,
	now: number,
): Promise<readonly OfferUsage[]> {
	const rows = await transaction.all(
		`SELECT offer_id, COUNT(*) AS total, SUM(CASE WHEN customer_id = ? THEN 1 ELSE 0 END) AS own
			FROM issued_offer WHERE state = 'redeemed' OR (state = 'issued' AND expires_at > ?)
			GROUP BY offer_id ORDER BY offer_id`,
		[customerId, now],
	);
	return rows.map((row) => ({
		offerId: String(row.offer_id),
		total: Number(row.total),
		byCustomer: Number(row.own),
	}));
}
