import { resolve } from 'node:path';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { StoreSettings } from '../../store/open-store';
import { StoreError } from '../../store/store-error';

const DEFAULT_FILE = 'customer-journey.sqlite';

const REQUIRED = [
	['host', 'Host'],
	['databaseName', 'Database Name'],
	['user', 'User'],
] as const;

/**
 * Gives where the store is that a Journey Store credential describes; an empty one means the file in n8n's folder, where
 * relative paths start too. Throws `StoreError` for a field that is missing, and for a file in queue mode.
 */
export function storeSettings(
	credential: ICredentialDataDecryptedObject,
	n8nFolder: string,
	queueMode: boolean,
): StoreSettings {
	const text = (name: string): string => {
		const value = credential[name];
		return typeof value === 'string' ? value.trim() : '';
	};
	if (text('database') !== 'postgres') {
		if (queueMode) {
			throw new StoreError(
				'queue_mode',
				"The journey store is a SQLite file, and n8n runs in queue mode, where the processes may not share a disk. Choose PostgreSQL as 'Database' in a Journey Store credential and use it in every customer journey node.",
			);
		}
		return { kind: 'sqlite', path: resolve(n8nFolder, text('path') || DEFAULT_FILE) };
	}
	for (const [name, displayName] of REQUIRED) {
		if (text(name) === '') {
			throw new StoreError(
				'incomplete_credential',
				`'${displayName}' is empty in the Journey Store credential. Enter it, or choose SQLite File as 'Database'.`,
			);
		}
	}
	const port = Number(credential.port ?? 5432);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new StoreError(
			'incomplete_credential',
			"'Port' in the Journey Store credential must be a whole number from 1 to 65535. PostgreSQL's own is 5432.",
		);
	}
	const certificate = text('authority');
	return {
		kind: 'postgres',
		host: text('host'),
		port,
		database: text('databaseName'),
		user: text('user'),
		// A password may begin or end with a space.
		password: typeof credential.password === 'string' ? credential.password : '',
		tls: text('tls') === 'off' ? 'off' : 'verified',
		...(certificate !== '' && { certificate }),
	};
}
