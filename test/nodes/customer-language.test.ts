import { languageOf, textFor } from '../../nodes/shared/customer-language';

test.each([
	['fa', 'fa'],
	['fa-IR', 'fa'],
	['EL_gr', 'el'],
	['de', 'en'],
	['', 'en'],
	[null, 'en'],
])('%j is served in %s', (tag, language) => {
	expect(languageOf(tag)).toBe(language);
});

const TITLES = { en: 'Tea', 'pt-BR': 'Chá', el: 'Τσάι' };

test.each([
	['pt-BR', 'Chá'],
	['pt_br', 'Chá'],
	['el-GR', 'Τσάι'],
	['pt', 'Tea'],
	['constructor', 'Tea'],
	[null, 'Tea'],
])('a customer with the language %j reads %s', (tag, title) => {
	expect(textFor(tag, TITLES)).toBe(title);
});
