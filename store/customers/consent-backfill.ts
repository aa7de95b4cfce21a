import type { Touchpoint } from '../../journey/touchpoint';
import type { Transaction } from '../database';
import { insertConsentWords } from './consent-words';

const PAGE = 1000;

/**
 * Keeps the consent words of all touchpoints that came before the words were kept: from the facts themselves, which
 * know every word and every identity, where a customer's profile knew only the last word.
 */
export async function keepConsentOfEarlierTouchpoints(transaction: Transaction): Promise<void> {
	for (let after = ''; ;) {
		const rows = await transaction.all(
			`SELECT id, body FROM touchpoint
				WHERE id > ? AND test = 0 AND (body LIKE '%"consent":[{%' OR type LIKE '%unsubscribed'
					OR type LIKE '%complained' OR type LIKE '%marked_as_spam')
				ORDER BY id LIMIT ?`,
			[after, PAGE],
		);
		const touchpoints = rows.map((row) => JSON.parse(String(row.body)) as Touchpoint);
		await insertConsentWords(transaction, touchpoints, new Map());
		if (rows.length < PAGE) return;
		after = String(rows.at(-1)?.id);
	}
}
