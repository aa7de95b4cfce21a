import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, ICredentialTestFunctions } from 'n8n-workflow';
import { touchpointSourceTest } from '../../nodes/shared/source-secrets';
import { journeyStoreTest } from '../../nodes/shared/store-test';
import { temporaryStore } from './temporary-store';

const store = temporaryStore();

const ask = async (
	test: typeof journeyStoreTest,
	type: string,
	data: ICredentialDataDecryptedObject,
) => await test.call({} as ICredentialTestFunctions, { id: '1', name: 'Tested', type, data });

const askStore = async (path: string) => await ask(journeyStoreTest, 'journeyStoreApi', { path });
const askSource = async (data: ICredentialDataDecryptedObject) =>
	await ask(touchpointSourceTest, 'touchpointSourceApi', data);

describe('the test of a Journey Store credential', () => {
	test('says what the store holds', async () => {
		expect(await askStore(store.path)).toEqual({
			status: 'OK',
			message: 'The store is ready: 0 customers, 0 touchpoints',
		});
	});

	test('says that the file belongs to another program', async () => {
		const path = join(store.folder, 'notes.txt');
		writeFileSync(path, 'These are notes, and no database at all. '.repeat(100));
		const result = await askStore(path);
		expect(result.status).toBe('Error');
		expect(result.message).toContain(path);
	});

	test('says that a folder is no file', async () => {
		expect(await askStore(store.folder)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(store.folder) as string,
		});
	});
});

describe('the test of a Touchpoint Source credential', () => {
	test('takes well-formed secrets', async () => {
		const result = await askSource({
			secret: `whsec_${Buffer.from('example').toString('base64')}`,
			previousSecret: '',
			additionalSecret: 'example-other',
		});
		expect(result.status).toBe('OK');
	});

	test('takes a public key with its lines, also where a field without lines has joined them', async () => {
		for (const space of ['\n', ' ']) {
			const secret = ['-----BEGIN PUBLIC KEY-----', 'MFkwEwYH', '-----END PUBLIC KEY-----'];
			expect((await askSource({ secret: secret.join(space) })).status).toBe('OK');
		}
	});

	test.each([
		["'Signing Secret' is empty", { secret: '  ' }],
		["'Signing Secret' begins with whsec_", { secret: 'whsec_not base64!' }],
		["'Previous Signing Secret' has a space", { secret: 'example', previousSecret: 'a b' }],
		['Two of the secrets are the same', { secret: 'example', additionalSecret: 'example' }],
	])('says: %s', async (message, data) => {
		const result = await askSource(data);
		expect(result.status).toBe('Error');
		expect(result.message).toContain(message);
	});
});
