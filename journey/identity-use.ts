import type { Identity } from './identity';

/** What ops have said about one identity: that it is nobody's, or, against the rule below, one person's. */
export type IdentityRule = 'blocked' | 'personal';

/** Why an identity of a touchpoint does not recognise its customer. */
export type PassedOver = 'blocked' | 'shared_address';

/** What a touchpoint's identities are good for. */
export interface Recognition {
	/** Those that say who the customer is. */
	readonly recognised: readonly Identity[];
	readonly passedOver: readonly { readonly identity: Identity; readonly why: PassedOver }[];
}

/** Mailboxes of a role, read by whoever holds it: those of RFC 2142, sections 3 to 5, and two that firms use as freely. */
const ROLES: ReadonlySet<string> = new Set([
	'info',
	'marketing',
	'sales',
	'support',
	'abuse',
	'noc',
	'security',
	'postmaster',
	'hostmaster',
	'usenet',
	'news',
	'webmaster',
	'www',
	'uucp',
	'ftp',
	'office',
	'contact',
]);

/** Addresses that nobody reads. */
const MACHINES: ReadonlySet<string> = new Set([
	'noreply',
	'no-reply',
	'no_reply',
	'donotreply',
	'do-not-reply',
	'do_not_reply',
	'mailer-daemon',
	'bounce',
	'bounces',
]);

/**
 * Tells the identities that say who a touchpoint's customer is from those that do not: blocked ones and addresses that
 * nobody reads never do; the mailbox of a role (`info@`) does only where nothing else is named, so it never makes one
 * person of two and yet a guest who gives no other address is not lost. `ruleOf` gives what ops have said. Pure.
 */
export function recognise(
	identities: readonly Identity[],
	ruleOf: (identity: Identity) => IdentityRule | undefined,
): Recognition {
	const passedOver: { identity: Identity; why: PassedOver }[] = [];
	const personal: Identity[] = [];
	const shared: Identity[] = [];
	for (const identity of identities) {
		const use = useOf(identity, ruleOf(identity));
		if (use === 'blocked') passedOver.push({ identity, why: use });
		else (use === 'personal' ? personal : shared).push(identity);
	}
	if (personal.length === 0) return { recognised: shared, passedOver };
	for (const identity of shared) passedOver.push({ identity, why: 'shared_address' });
	return { recognised: personal, passedOver };
}

function useOf(
	identity: Identity,
	rule: IdentityRule | undefined,
): 'personal' | 'shared' | 'blocked' {
	if (rule !== undefined) return rule;
	if (identity.kind !== 'email') return 'personal';
	const mailbox = identity.value.slice(0, identity.value.lastIndexOf('@'));
	if (MACHINES.has(mailbox)) return 'blocked';
	return ROLES.has(mailbox) ? 'shared' : 'personal';
}
