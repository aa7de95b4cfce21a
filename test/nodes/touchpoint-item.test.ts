import fc from 'fast-check';
import { touchpointSchema, type Product } from '../../journey/touchpoint';
import { itemOfTouchpoint, touchpointOfItem } from '../../nodes/shared/touchpoint-item';
import { touchpoint } from '../engine/touchpoints';

const time = fc.integer({ min: 0, max: 4_102_444_800_000 });

/** zod takes an object with a field named `constructor` for no plain one; sources turn such an event away. */
const name = fc
	.string({ minLength: 1 })
	.filter((text) => !['constructor', '__proto__'].includes(text));

const anyTouchpoint = fc
	.record({
		occurredAt: time,
		receivedAt: time,
		sequence: fc.integer(),
		test: fc.boolean(),
		keys: fc.dictionary(name, fc.string()),
		attributes: fc.dictionary(name, fc.jsonValue()),
		properties: fc.dictionary(name, fc.jsonValue()),
		value: fc.option(fc.constant({ amount: '12.50', currency: 'EUR' }), { nil: undefined }),
		products: fc.option(fc.constant<Product[]>([{ id: '1' }]), { nil: undefined }),
	})
	.map((changes) => touchpointSchema.parse(JSON.parse(JSON.stringify(touchpoint(changes)))));

test('an item holds everything of its touchpoint, also after n8n has stored it as JSON', () => {
	fc.assert(
		fc.property(anyTouchpoint, (given) => {
			const stored: unknown = JSON.parse(JSON.stringify(itemOfTouchpoint(given)));
			expect(touchpointOfItem(stored as ReturnType<typeof itemOfTouchpoint>)).toEqual(given);
		}),
	);
});

test('what other nodes add to an item does no harm', () => {
	const item = { ...itemOfTouchpoint(touchpoint()), movement: 'entered', rejectedElements: 0 };
	expect(touchpointOfItem(item)).toEqual(touchpoint());
});

test.each(['attributes', 'keys', 'properties'])(
	'a field named constructor in %s is left out, as sources do, and breaks nothing',
	(place) => {
		for (const value of [null, 'Renault', { prototype: null }]) {
			const item = {
				...itemOfTouchpoint(touchpoint()),
				[place]: { kept: 'yes', constructor: value },
			};
			expect(touchpointOfItem(item)).toEqual({ ...touchpoint(), [place]: { kept: 'yes' } });
		}
	},
);
