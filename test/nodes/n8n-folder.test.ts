import { join } from 'node:path';
import { n8nFolder } from '../../nodes/shared/n8n-folder';

const HOME = process.platform === 'win32' ? 'USERPROFILE' : 'HOME';

test('is .n8n in the user folder of n8n where one is set', () => {
	const environment = { N8N_USER_FOLDER: join('/data'), [HOME]: '/home/node' };
	expect(n8nFolder(environment, '/start')).toBe(join('/data', '.n8n'));
});

test('is .n8n in the home of the user otherwise', () => {
	expect(n8nFolder({ [HOME]: '/home/node' }, '/start')).toBe(join('/home/node', '.n8n'));
});

test('is .n8n in the folder n8n was started in for a user without a home', () => {
	expect(n8nFolder({}, '/start')).toBe(join('/start', '.n8n'));
});
