import { join } from 'node:path';
import { storeSettings } from '../../nodes/shared/store-settings';
import { StoreError } from '../../store/store-error';

const FOLDER = '/home/node/.n8n';

const postgres = {
	database: 'postgres',
	host: 'db.example.com',
	port: 5433,
	databaseName: 'journeys',
	user: 'journey',
	password: ' with spaces ',
	tls: 'off',
};

describe('storeSettings', () => {
	it.each([
		[{}, join(FOLDER, 'customer-journey.sqlite')],
		[{ path: 'journeys/store.sqlite' }, join(FOLDER, 'journeys', 'store.sqlite')],
		[{ database: 'sqlite', path: '/data/store.sqlite' }, '/data/store.sqlite'],
	])('gives the file of %j', (credential, path) => {
		expect(storeSettings(credential, FOLDER, false)).toEqual({ kind: 'sqlite', path });
	});

	it('refuses a file in queue mode and says what to choose', () => {
		expect(() => storeSettings({}, FOLDER, true)).toThrow(/PostgreSQL/);
	});

	it('gives a server, also in queue mode, and leaves the password as it is', () => {
		const expected = {
			kind: 'postgres',
			host: 'db.example.com',
			port: 5433,
			database: 'journeys',
			user: 'journey',
			password: ' with spaces ',
			tls: 'off',
		};
		expect(storeSettings(postgres, FOLDER, true)).toEqual(expected);
	});

	it('checks the certificate unless encryption is switched off', () => {
		const { tls: _, ...silent } = postgres;
		expect(storeSettings(silent, FOLDER, false)).toMatchObject({ tls: 'verified' });
		expect(
			storeSettings({ ...postgres, tls: 'verified', authority: 'PEM' }, FOLDER, false),
		).toMatchObject({
			tls: 'verified',
			certificate: 'PEM',
		});
	});

	it.each([
		['host', 'Host'],
		['databaseName', 'Database Name'],
		['user', 'User'],
	])('names the field when %s is missing', (name, displayName) => {
		expect(() => storeSettings({ ...postgres, [name]: ' ' }, FOLDER, false)).toThrow(
			new StoreError(
				'incomplete_credential',
				`'${displayName}' is empty in the Journey Store credential. Enter it, or choose SQLite File as 'Database'.`,
			),
		);
	});

	it.each([0, 70_000, 1.5, 'x', ''])('refuses the port %p', (port) => {
		const refused = expect(() => storeSettings({ ...postgres, port }, FOLDER, false));
		refused.toThrow(expect.objectContaining({ code: 'incomplete_credential' }));
		refused.toThrow(/^'Port' in the Journey Store credential must be a whole number/);
	});
});
