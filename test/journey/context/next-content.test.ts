import { nextContent } from '../../../journey/context/next-content';
import { touchpoint } from '../../support/touchpoint';

const CARE = { title: 'Care', url: 'https://shop.example/care/' };
const GREEK = { title: 'Φροντίδα', url: 'https://shop.example/el/care', language: 'el' };
const GOLD = { title: 'For our best customers', segment: 'gold' };
const greek = { language: 'el-GR', segment: 'gold' };
const anybody = { language: null, segment: null };

test('is the first piece that fits the language and the segment', () => {
	expect(nextContent([GREEK, GOLD, CARE], greek, [])).toBe(GREEK);
	expect(nextContent([GREEK, GOLD, CARE], { ...greek, language: 'en' }, [])).toBe(GOLD);
	expect(nextContent([GREEK, GOLD, CARE], anybody, [])).toBe(CARE);
	expect(nextContent([GREEK, GOLD], anybody, [])).toBeNull();
});

test('is none that the customer has seen, however its address was written', () => {
	const seen = touchpoint('1', {
		properties: { url: 'http://shop.example/care?utm_source=mail#top' },
	});
	expect(nextContent([CARE, GOLD], greek, [seen])).toBe(GOLD);
	const shown = touchpoint('2', { properties: { title: 'For our best customers' } });
	expect(nextContent([CARE, GOLD], greek, [seen, shown])).toBeNull();
	const other = touchpoint('3', { properties: { url: 'https://shop.example/cares' } });
	expect(nextContent([CARE], greek, [other])).toBe(CARE);
});
