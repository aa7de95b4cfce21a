import { consentBearers } from '../../journey/consent/consent-bearers';
import type { ConsentStanding, KeptConsentWord } from '../../journey/consent/consent-standing';
import { consentStanding } from '../../journey/consent/consent-standing';
import { consentWords } from '../../journey/consent/consent-word';
import { identityKey, type Identity } from '../../journey/identity';
import { recognise } from '../../journey/identity-use';
import { sharedEmailOf } from '../../journey/profile';
import type { ConsentChange, Touchpoint } from '../../journey/touchpoint';
import type { Dialect, Row, Transaction } from '../database';
import { readIdentityRules, type IdentityRules } from './identity-rules';

/** Adds a word once; the same fact told again changes nothing. */
export const INSERT_CONSENT_WORD = `INSERT INTO consent_word
	(identity_key, purpose, channel, touchpoint_id, status, occurred_at, sequence, source)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (identity_key, purpose, channel, touchpoint_id) DO NOTHING`;

/**
 * Keeps what touchpoints say about permission, tests left out. It needs no customer and is done as soon as a touchpoint
 * is accepted, so that a refusal counts before, and even without, any journey. Touchpoints that say nothing cost nothing.
 */
export async function keepConsentWords(
	transaction: Transaction,
	dialect: Dialect,
	touchpoints: readonly Touchpoint[],
): Promise<void> {
	const speaking = touchpoints.filter(
		(touchpoint) => !touchpoint.test && consentWords(touchpoint).length > 0,
	);
	if (speaking.length === 0) return;
	const rules = await readIdentityRules(
		transaction,
		dialect,
		speaking.flatMap(({ identities }) => identities),
	);
	await insertConsentWords(transaction, speaking, rules);
}

/** Does the same for touchpoints whose identity rules are known. */
export async function insertConsentWords(
	transaction: Transaction,
	touchpoints: readonly Touchpoint[],
	rules: IdentityRules,
): Promise<void> {
	await transaction.runMany(
		INSERT_CONSENT_WORD,
		touchpoints.flatMap((touchpoint) => {
			const words = consentWords(touchpoint);
			if (words.length === 0) return [];
			const { recognised } = recognise(touchpoint.identities, (identity) =>
				rules.get(identityKey(identity)),
			);
			return words.flatMap((word) =>
				consentBearers(touchpoint, recognised, word).map((bearer) =>
					wordRow(touchpoint, word, bearer),
				),
			);
		}),
	);
}

function wordRow(
	{ id, occurredAt, sequence, source }: Touchpoint,
	{ purpose, channel, status }: ConsentChange,
	bearer: Identity,
) {
	return [identityKey(bearer), purpose, channel, id, status, occurredAt, sequence, source];
}

/** A kept word with who reported it. */
export interface SourcedConsentWord extends KeptConsentWord {
	readonly source: string;
}

/** Gives every word on permission that counts for a customer: those of its identities, and of a shared address it uses. */
export async function readConsentWords(
	transaction: Transaction,
	customerId: string,
	attributes: Readonly<Record<string, unknown>>,
): Promise<readonly SourcedConsentWord[]> {
	const shared = sharedEmailOf({ attributes });
	const sharedKey = shared === null ? '' : identityKey({ kind: 'email', value: shared });
	const rows = await transaction.all(
		`SELECT w.identity_key, w.purpose, w.channel, w.touchpoint_id, w.status, w.occurred_at, w.sequence, w.source
			FROM identity i JOIN consent_word w ON w.identity_key = i.identity_key WHERE i.customer_id = ?
		UNION
		SELECT identity_key, purpose, channel, touchpoint_id, status, occurred_at, sequence, source
			FROM consent_word WHERE identity_key = ?`,
		[customerId, sharedKey],
	);
	return rows.map((row) => consentWord(row, sharedKey));
}

/** Gives what counts for a customer on each purpose and channel. */
export async function readConsent(
	transaction: Transaction,
	customerId: string,
	attributes: Readonly<Record<string, unknown>>,
): Promise<ConsentStanding> {
	return consentStanding(await readConsentWords(transaction, customerId, attributes));
}

/** Gives a row of the consent words; `sharedKey` is the key of the address that its customer shares with others. */
export function consentWord(row: Row, sharedKey = ''): SourcedConsentWord {
	return {
		identityKey: String(row.identity_key),
		shared: row.identity_key === sharedKey,
		purpose: String(row.purpose) as ConsentChange['purpose'],
		channel: String(row.channel) as ConsentChange['channel'],
		status: String(row.status) as ConsentChange['status'],
		occurredAt: Number(row.occurred_at),
		sequence: Number(row.sequence),
		id: String(row.touchpoint_id),
		source: String(row.source),
	};
}
