import { Failure } from '../../host/failure';
import { parseStartOptions } from '../../host/start-options';

const PLACES = { from: '/home/ada', projectRoot: '/project' };
const parse = (...words: string[]) => parseStartOptions(words, PLACES);

function failureOf(...words: string[]): string {
	try {
		parse(...words);
	} catch (error) {
		if (error instanceof Failure) return error.message;
		throw error;
	}
	return 'no failure';
}

describe('the options of npm start', () => {
	it('keep n8n running on its usual port, with the data in the project, when nothing is said', () => {
		expect(parse()).toEqual({
			once: false,
			json: false,
			port: 5678,
			dataFolder: '/project/.customer-journey',
		});
	});

	it('take a data folder from where the person stands', () => {
		expect(parse('--data-dir', 'days/one').dataFolder).toBe('/home/ada/days/one');
		expect(parse('--data-dir=/tmp/day').dataFolder).toBe('/tmp/day');
	});

	it('take a port and both flags', () => {
		expect(parse('--once', '--json', '--port', '65535')).toMatchObject({
			once: true,
			json: true,
			port: 65_535,
		});
	});

	it.each(['0', '65536', '80.5', '1e3', 'http', ''])('refuse %j as a port', (port) => {
		expect(failureOf(`--port=${port}`)).toBe(
			`--port ${port} is not a port: a whole number from 1 to 65535 is expected.`,
		);
	});

	it('name the word that they do not know', () => {
		expect(failureOf('--prot', '1')).toContain('--prot');
		expect(failureOf('today')).toContain('today');
		expect(failureOf('--data-dir=')).toBe('--data-dir needs a folder.');
	});
});
