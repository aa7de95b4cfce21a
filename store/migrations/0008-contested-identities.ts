import { keepEarlierContenders } from '../recording/earlier-contenders';
import type { Migration } from './migration';

/**
 * Who claims an identity that was refused to somebody, the one who has it among them. All who are connected by such
 * identities are sorted anew when a touchpoint that names one comes out of order.
 */
export const contestedIdentities: Migration = [
	`CREATE TABLE contested_identity (
		identity_key TEXT NOT NULL,
		customer_id TEXT NOT NULL REFERENCES customer (id),
		PRIMARY KEY (identity_key, customer_id)
	)`,
	'CREATE INDEX contested_identity_by_customer ON contested_identity (customer_id)',
	keepEarlierContenders,
];
