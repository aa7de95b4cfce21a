import fc from 'fast-check';
import { escapeHtml, isolate } from '../../report/escape-html';
import { visibleText, xmlFault } from './read-html';

describe('escaping', () => {
	it('leaves no character that opens markup or closes an attribute', () => {
		expect(escapeHtml(`<script>alert("1" & '2')</script>`)).toBe(
			'&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;',
		);
	});

	it('leaves Persian, Greek and emoji as they are', () => {
		expect(escapeHtml('سفارش‌ها، Ταξίδι 🙂')).toBe('سفارش‌ها، Ταξίδι 🙂');
	});

	it('replaces what no XML file may hold', () => {
		expect(escapeHtml('a\u0000b\u001bc\ud800d\ufffee')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
	});

	it('shows any text as it was, inside elements and attributes', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				const escaped = escapeHtml(text);
				expect(xmlFault(`<a b="${escaped}" c='${escaped}'>${escaped}</a>`)).toBeNull();
				expect(visibleText(isolate(`|${text}|`)).trim()).toBe(`|${text}|`.replace(/\s+/g, ' '));
			}),
		);
	});
});
