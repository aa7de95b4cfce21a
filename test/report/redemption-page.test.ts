import { CHANNELS } from '../../journey/channel';
import type { IssuedOffer } from '../../journey/offers/offer';
import { LANGUAGES, textsIn } from '../../report/language/language';
import { renderRedemptionPage } from '../../report/redemption-page';
import { REDEMPTION_STATUSES, type RedemptionView } from '../../report/redemption-view';
import { outsideReach, visibleText, xmlFault } from './read-html';

const at = Date.UTC(2026, 6, 1, 12, 30);

const issued: IssuedOffer = {
	code: 'K7QM-2XTP-9RWD-4',
	offerId: 'tablet',
	customerId: 'customer-1',
	state: 'redeemed',
	channel: 'email',
	issuedAt: at - 1000,
	expiresAt: at + 86_400_000,
	redeemedAt: at,
	redeemedWhere: 'Shop 12',
	orderId: 'A-1043',
};

const view: RedemptionView = {
	status: 'redeemed',
	issued,
	offer: {
		title: { en: 'Tablet offer', fa: 'پیشنهاد تبلت' },
		benefit: { kind: 'percentage', percent: 12.25 },
	},
	recent: {
		stage: { name: 'consideration', displayName: 'Consideration' },
		touchpoints: [
			{ type: 'qr_scanned', channel: 'qr', occurredAt: at },
			{ type: 'other:window_display', channel: 'store', occurredAt: at - 1000 },
		],
	},
};

const english = { language: 'en', zone: 'Asia/Tehran' } as const;

describe.each(LANGUAGES)('the redemption page in %s', (language) => {
	it.each(REDEMPTION_STATUSES)('says %s in words, with a sign and what to do', (status) => {
		const known = status !== 'unknown_code';
		const page = renderRedemptionPage(
			{
				...view,
				status,
				issued: known ? issued : null,
				offer: known ? view.offer : null,
				recent: null,
			},
			{ language, zone: 'Asia/Tehran' },
		);
		const texts = textsIn(language).redemption;
		expect(page).toContain(`<h1>${texts.status[status]}</h1><p>${texts.advice[status]}</p>`);
		expect(page).toMatch(/<section class="status (good|again|stop)"><svg/);
		expect(page).toContain(`dir="${language === 'fa' || language === 'ar' ? 'rtl' : 'ltr'}"`);
		expect(outsideReach(page)).toEqual([]);
		expect(xmlFault(page.slice(page.indexOf('<body>')).replace('</html>', ''))).toBeNull();
		expect(visibleText(page)).not.toMatch(/undefined|NaN|null/);
	});

	it('shows the journey so far in the language', () => {
		const text = visibleText(renderRedemptionPage(view, { language, zone: 'Asia/Tehran' }));
		expect(text).toContain(textsIn(language).stages.consideration);
		expect(text).toContain(textsIn(language).eventTypes.qr_scanned);
		expect(text).toContain('window display');
	});
});

describe('the redemption page', () => {
	it('looks different for each thing a seller must do', () => {
		const look = (status: RedemptionView['status']): string =>
			/class="status (\w+)".*?<path d="([^"]+)"/
				.exec(renderRedemptionPage({ ...view, status }, english))!
				.slice(1)
				.join();
		expect(new Set(REDEMPTION_STATUSES.map(look)).size).toBe(REDEMPTION_STATUSES.length);
		expect(look('redeemed')).toMatch(/^good/);
		for (const refused of ['already_redeemed', 'expired', 'revoked', 'unknown_code'] as const) {
			expect(look(refused)).toMatch(/^stop/);
		}
	});

	it('tells when and where a code was redeemed, in the zone of the shop', () => {
		const text = visibleText(
			renderRedemptionPage({ ...view, status: 'already_redeemed' }, english),
		);
		expect(text).toContain('July 1, 2026 at 4:00 PM');
		expect(text).toContain('Shop 12');
		expect(text).toContain('A-1043');
		expect(text).toContain('Asia/Tehran');
	});

	it('tells when an offer ended', () => {
		const open = { ...issued, redeemedAt: null, redeemedWhere: null, orderId: null };
		const text = visibleText(
			renderRedemptionPage({ ...view, issued: open, status: 'expired', recent: null }, english),
		);
		expect(text).toContain('Expired on July 2, 2026 at 4:00 PM');
		expect(text).not.toContain('Redeemed on');
	});

	it('shows the offer in the language, else in English, with its exact benefit', () => {
		expect(visibleText(renderRedemptionPage(view, { ...english, language: 'fa' }))).toContain(
			'پیشنهاد تبلت',
		);
		expect(visibleText(renderRedemptionPage(view, { ...english, language: 'el' }))).toContain(
			'Tablet offer',
		);
		const benefit = (offered: NonNullable<RedemptionView['offer']>['benefit']): string =>
			visibleText(
				renderRedemptionPage({ ...view, offer: { title: { en: 'T' }, benefit: offered } }, english),
			);
		expect(benefit({ kind: 'percentage', percent: 12.25 })).toContain('12.25% off');
		expect(benefit({ kind: 'amount', money: { amount: '12.50', currency: 'EUR' } })).toContain(
			'€12.50 off',
		);
		expect(benefit({ kind: 'free_delivery' })).toContain('Free delivery');
		expect(benefit({ kind: 'gift', product: 'Pen' })).toContain('Gift: Pen');
	});

	it('keeps a code readable from left to right in every language', () => {
		const page = renderRedemptionPage(view, { ...english, language: 'ar' });
		expect(page).toContain('<bdi dir="ltr" class="code">K7QM-2XTP-9RWD-4</bdi>');
	});

	it('shows at most five touchpoints, and says nothing of who the customer is', () => {
		const touchpoints = CHANNELS.map((channel) => ({
			type: 'page_viewed',
			channel,
			occurredAt: at,
		}));
		const page = renderRedemptionPage({ ...view, recent: { stage: null, touchpoints } }, english);
		expect(page.match(/<li>/g)).toHaveLength(5);
		expect(page).not.toContain('customer-1');
	});

	it('shows hostile words as text', () => {
		const hostile = '<script>alert(1)</script>"\'';
		const page = renderRedemptionPage(
			{
				status: 'redeemed',
				issued: { ...issued, code: hostile, redeemedWhere: hostile, orderId: hostile },
				offer: { title: { en: hostile }, benefit: { kind: 'gift', product: hostile } },
				recent: {
					stage: { name: 'x', displayName: hostile },
					touchpoints: [{ type: `other:${hostile}`, channel: 'web', occurredAt: at }],
				},
			},
			english,
		);
		expect(outsideReach(page)).toEqual([]);
		expect(visibleText(page).split('<script>alert(1)</script>')).toHaveLength(8);
	});
});
