import fc from 'fast-check';
import { UnusableEvent } from '../../sources/delivery-errors';
import { MAPPED_FIELDS, mapFields, readPath, type FieldMapping } from '../../sources/field-mapping';

const answer = {
	event: 'answered',
	answer: {
		id: 17,
		person: { mail: ' a@example.com ', 'first.name': 'Ada', phone: '' },
		marks: [9, '4'],
		note: null,
		total: { amount: '12.50', currency: 'EUR' },
	},
};

const type = { field: 'type', path: 'event' } as const;

describe('a place in the payload', () => {
	test.each([
		['event', 'answered'],
		['answer.person.mail', ' a@example.com '],
		['answer.marks.1', '4'],
		['answer.marks[0]', 9],
		['answer.person.first.name', 'Ada'],
		['answer.none.deeper', undefined],
		['answer.marks.first', undefined],
		['event.length', undefined],
		['answer.constructor', undefined],
		['__proto__.toString', undefined],
		['', undefined],
	])('%s gives what stands there', (path, expected) => {
		expect(readPath(answer, path)).toEqual(expected);
	});

	test('of a name that holds points itself is found as a whole', () => {
		expect(readPath({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1);
	});
});

describe('an event by a mapping', () => {
	test('has the fields that the lines point at, in our own words, and no others', () => {
		const mapping: FieldMapping = [
			type,
			{ field: 'id', path: 'answer.id' },
			{ field: 'email', path: 'answer.person.mail' },
			{ field: 'channel', value: 'web' },
			{ field: 'amount', path: 'answer.total.amount' },
			{ field: 'currency', path: 'answer.total.currency' },
			{ field: 'metric', value: 'csat' },
			{ field: 'score', path: 'answer.marks.1' },
			{ field: 'worstScore', value: '1' },
			{ field: 'bestScore', value: '5' },
			{ field: 'properties', path: 'answer.total' },
		];
		expect(mapFields(answer, mapping)).toEqual({
			type: 'answered',
			id: '17',
			email: 'a@example.com',
			channel: 'web',
			value: '12.50',
			currency: 'EUR',
			experience: { metric: 'csat', raw: 4, scale: [1, 5] },
			properties: { amount: '12.50', currency: 'EUR' },
		});
	});

	test('leaves out a field at whose place nothing stands', () => {
		const mapping: FieldMapping = [
			type,
			{ field: 'email', path: 'answer.mail' },
			{ field: 'phone', path: 'answer.person.phone' },
			{ field: 'orderId', path: 'answer.note' },
			{ field: 'metric', value: 'nps' },
			{ field: 'currency', value: 'EUR' },
		];
		expect(mapFields(answer, mapping)).toEqual({ type: 'answered' });
	});

	test('takes of several lines for a field the first that gives something', () => {
		const mapping: FieldMapping = [
			{ field: 'type', path: 'kind' },
			{ field: 'type', path: 'event' },
			{ field: 'type', value: 'survey_answered' },
		];
		expect(mapFields(answer, mapping)).toEqual({ type: 'answered' });
	});

	test.each<[string, FieldMapping]>([
		[
			"type: nothing stands at 'kind' or 'sort'",
			[
				{ field: 'type', path: 'kind' },
				{ field: 'type', path: 'sort' },
			],
		],
		['type: no line of the mapping gives it', []],
		[
			"email: at 'answer.person' stands an object",
			[type, { field: 'email', path: 'answer.person' }],
		],
		["id: at 'answer.marks' stands a list", [type, { field: 'id', path: 'answer.marks' }]],
		["properties: expected an object at 'event'", [type, { field: 'properties', path: 'event' }]],
		['score: expected a number', [type, { field: 'score', path: 'event' }]],
	])('is refused with the reason: %s', (reason, mapping) => {
		expect(() => mapFields(answer, mapping)).toThrow(UnusableEvent);
		expect(() => mapFields(answer, mapping)).toThrow(reason);
	});

	test('of any payload and any path either comes out or is refused with a reason', () => {
		const line = fc.record({ field: fc.constantFrom(...MAPPED_FIELDS), path: fc.string() });
		fc.assert(
			fc.property(fc.jsonValue(), fc.array(line), (payload, mapping) => {
				try {
					expect(typeof mapFields(payload, mapping).type).toBe('string');
				} catch (error) {
					expect(error).toBeInstanceOf(UnusableEvent);
				}
			}),
		);
	});
});
