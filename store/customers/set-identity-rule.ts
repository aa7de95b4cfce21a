import { addressKindOf } from '../../journey/consent/consent-bearers';
import { standingRefusals } from '../../journey/consent/consent-standing';
import { identityKey, type Identity } from '../../journey/identity';
import type { IdentityRule } from '../../journey/identity-use';
import { run, type Transaction } from '../database';
import type { IdentityRuleSet } from '../customer-store';
import { consentWord, INSERT_CONSENT_WORD } from './consent-words';
import { writeIdentityRule } from './identity-rules';

/**
 * Sets the rule for an identity. A blocked one is taken from the customer whom it recognised, who keeps everything else:
 * also the refusals that stood under it, save those about the identity as an address, for it is theirs no more.
 */
export async function setIdentityRule(
	transaction: Transaction,
	identity: Identity,
	rule: IdentityRule,
	now: number,
): Promise<IdentityRuleSet> {
	const key = identityKey(identity);
	await writeIdentityRule(transaction, identity, rule, now);
	const [owner] = await transaction.all('SELECT customer_id FROM identity WHERE identity_key = ?', [
		key,
	]);
	if (!owner || rule === 'personal') return { formerCustomerId: null };
	const formerCustomerId = String(owner.customer_id);
	await run(transaction, 'DELETE FROM identity WHERE identity_key = ?', [key]);
	await keepRefusals(transaction, identity, formerCustomerId);
	return { formerCustomerId };
}

async function keepRefusals(
	transaction: Transaction,
	identity: Identity,
	customerId: string,
): Promise<void> {
	const words = await transaction.all('SELECT * FROM consent_word WHERE identity_key = ?', [
		identityKey(identity),
	]);
	const refusals = standingRefusals(words.map((row) => consentWord(row))).filter(
		({ channel }) => addressKindOf(channel) !== identity.kind,
	);
	const others = await transaction.all('SELECT identity_key FROM identity WHERE customer_id = ?', [
		customerId,
	]);
	await transaction.runMany(
		INSERT_CONSENT_WORD,
		others.flatMap((row) =>
			refusals.map(({ purpose, channel, id, status, occurredAt, sequence }) => [
				String(row.identity_key),
				purpose,
				channel,
				id,
				status,
				occurredAt,
				sequence,
				'manual',
			]),
		),
	);
}
