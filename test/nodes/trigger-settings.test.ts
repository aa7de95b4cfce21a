import { triggerSettings } from '../../nodes/TouchpointTrigger/settings';
import { sourceNamed } from '../../sources/catalogue';

const mapped = {
	payload: 'mapped',
	mapping: { lines: [{ field: 'type', from: 'path', path: 'event.name' }] },
	signatureHeader: 'x-signature',
	algorithm: 'sha256',
	encoding: 'hex',
	signedText: '{body}',
};

describe('triggerSettings', () => {
	it('takes the mapping of a generic source', () => {
		const { settings } = triggerSettings(sourceNamed('generic')!, mapped, { secret: 'a' }, false);
		expect(settings.mapping).toBeDefined();
	});

	it('passes over a mapping that was made before another source was chosen', () => {
		const { settings } = triggerSettings(sourceNamed('shopify')!, mapped, { secret: 'a' }, false);
		expect(settings.mapping).toBeUndefined();
	});
});
