import { BrokenBody } from '../../sources/delivery-errors';
import { jsonBody } from '../../sources/json-body';
import { requestOf } from './requests';

describe('jsonBody', () => {
	it('reads the body of a request once, and that of another for itself', () => {
		const request = requestOf('{"id":12345678901234567890}');
		expect(jsonBody(request)).toEqual({ id: '12345678901234567890' });
		expect(jsonBody(request)).toBe(jsonBody(request));
		expect(jsonBody({ ...request, body: Buffer.from('[1]') })).toEqual([1]);
	});

	it('refuses a body that cannot be read however often it is asked for', () => {
		const request = requestOf('{"cut off');
		expect(() => jsonBody(request)).toThrow(BrokenBody);
		expect(() => jsonBody(request)).toThrow(BrokenBody);
	});
});
