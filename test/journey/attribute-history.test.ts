import { attributeHistory } from '../../journey/attribute-history';
import { MINUTE_MS, NOON, touchpoint } from '../support/touchpoint';

describe('attributeHistory', () => {
	it('gives every word on every attribute with its source and time, the one that stands first', () => {
		const history = attributeHistory([
			touchpoint('1', { source: 'shopify', attributes: { language: 'en', city: 'Athens' } }),
			touchpoint('3', {
				source: 'hubspot',
				occurredAt: NOON + 2 * MINUTE_MS,
				attributes: { language: 'fa' },
			}),
			touchpoint('2', { occurredAt: NOON + MINUTE_MS, attributes: { language: 'el', city: null } }),
		]);
		expect(history).toEqual({
			city: [{ value: 'Athens', occurredAt: NOON, source: 'shopify', touchpointId: 'test:1' }],
			language: [
				{
					value: 'fa',
					occurredAt: NOON + 2 * MINUTE_MS,
					source: 'hubspot',
					touchpointId: 'test:3',
				},
				{
					value: 'el',
					occurredAt: NOON + MINUTE_MS,
					source: 'test',
					touchpointId: 'test:2',
				},
				{ value: 'en', occurredAt: NOON, source: 'shopify', touchpointId: 'test:1' },
			],
		});
		expect(Object.keys(history)).toEqual(['city', 'language']);
	});

	it('leaves tests out', () => {
		expect(
			attributeHistory([touchpoint('1', { test: true, attributes: { language: 'en' } })]),
		).toEqual({});
	});
});
