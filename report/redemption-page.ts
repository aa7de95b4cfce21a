import type { Offer } from '../journey/offers/offer';
import { escapeHtml, isolate } from './escape-html';
import { eventLabel, stageLabel } from './labels';
import { numbersIn, timesIn } from './language/format';
import { type Language, textsIn } from './language/language';
import { htmlPage } from './page';
import { REDEMPTION_CSS } from './redemption-css';
import type { RedemptionStatus, RedemptionView } from './redemption-view';

export interface RedemptionPageSettings {
	readonly language: Language;
	/** IANA zone in which times are shown: that of the shop. */
	readonly zone: string;
}

/** Touchpoints a seller can take in at a glance. */
const SHOWN_TOUCHPOINTS = 5;

/** A colour and a sign of its own for each outcome: give it, it is given already, stop. */
const LOOKS: Readonly<Record<RedemptionStatus, { readonly name: string; readonly sign: string }>> =
	{
		redeemed: { name: 'good', sign: 'M28 50l15 15 29-31' },
		redeemed_again: { name: 'again', sign: 'M28 50l15 15 29-31' },
		already_redeemed: { name: 'stop', sign: 'M34 34l32 32M66 34L34 66' },
		expired: { name: 'stop', sign: 'M50 28v24l15 10' },
		revoked: { name: 'stop', sign: 'M30 50h40' },
		unknown_code: { name: 'stop', sign: 'M40 42a10 10 0 1 1 14 9q-4 2-4 8M50 70v.5' },
	};

function benefitText(benefit: Offer['benefit'], language: Language): string {
	const texts = textsIn(language).redemption;
	const numbers = numbersIn(language);
	switch (benefit.kind) {
		case 'percentage':
			return texts.percentage(numbers.percent(benefit.percent));
		case 'amount':
			return texts.amount(numbers.money(benefit.money));
		case 'free_delivery':
			return texts.freeDelivery;
		case 'gift':
			return texts.gift(isolate(benefit.product));
	}
}

function statusBanner(status: RedemptionStatus, language: Language): string {
	const texts = textsIn(language).redemption;
	const { name, sign } = LOOKS[status];
	return (
		`<section class="status ${name}"><svg viewBox="0 0 100 100" fill="none" stroke="#fff" stroke-width="7" ` +
		'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="50" cy="50" r="44"/>' +
		`<path d="${sign}"/></svg><h1>${texts.status[status]}</h1><p>${texts.advice[status]}</p></section>`
	);
}

/** Gives the facts about the code that matter for its status: when and where it was used, or until when it holds. */
function codeFacts(view: RedemptionView, { language, zone }: RedemptionPageSettings): string {
	const { issued, status } = view;
	if (!issued) return '';
	const texts = textsIn(language).redemption;
	const time = timesIn(language, zone);
	const facts: [string, string][] = [
		[texts.code, `<bdi dir="ltr" class="code">${escapeHtml(issued.code)}</bdi>`],
	];
	if (issued.redeemedAt !== null) facts.push([texts.redeemedAt, time(issued.redeemedAt)]);
	if (issued.redeemedWhere) facts.push([texts.redeemedWhere, isolate(issued.redeemedWhere)]);
	if (issued.orderId) facts.push([texts.order, isolate(issued.orderId)]);
	if (status === 'expired') facts.push([texts.expiredAt, time(issued.expiresAt)]);
	const items = facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`);
	return `<dl>${items.join('')}</dl>`;
}

function offerCard(view: RedemptionView, settings: RedemptionPageSettings): string {
	const { offer } = view;
	const facts = codeFacts(view, settings);
	const title = offer && (offer.title[settings.language] ?? offer.title['en']);
	const heading = title ? `<h2>${isolate(title)}</h2>` : '';
	const benefit = offer
		? `<p class="benefit">${benefitText(offer.benefit, settings.language)}</p>`
		: '';
	return heading || facts ? `<section class="card">${heading}${benefit}${facts}</section>` : '';
}

function recentCard(
	recent: RedemptionView['recent'],
	{ language, zone }: RedemptionPageSettings,
): string {
	if (!recent) return '';
	const texts = textsIn(language);
	const time = timesIn(language, zone);
	const stage = recent.stage
		? `<p class="now">${texts.redemption.stage}: ${isolate(stageLabel(recent.stage, language))}</p>`
		: '';
	const touchpoints = recent.touchpoints
		.slice(0, SHOWN_TOUCHPOINTS)
		.map(({ type, channel, occurredAt }) => {
			const what = texts.redemption.onChannel(
				isolate(eventLabel(type, language)),
				texts.channels[channel],
			);
			return `<li>${what}<time datetime="${new Date(occurredAt).toISOString()}">${time(occurredAt)}</time></li>`;
		});
	return (
		`<section class="card"><h3>${texts.redemption.recentHeading}</h3>${stage}` +
		`<ol>${touchpoints.join('')}</ol></section>`
	);
}

/**
 * Gives the page a seller sees after scanning a code, as self-contained HTML: whether to give the offer, which, when
 * and where it was used, and the customer's way so far. Throws `RangeError` for an unknown zone.
 */
export function renderRedemptionPage(
	view: RedemptionView,
	settings: RedemptionPageSettings,
): string {
	const texts = textsIn(settings.language).redemption;
	const offer = offerCard(view, settings);
	const recent = recentCard(view.recent, settings);
	const { issued } = view;
	const showsTimes =
		recent !== '' || (issued !== null && (issued.redeemedAt !== null || view.status === 'expired'));
	const zone = showsTimes ? `<p class="zone">${texts.timesIn(isolate(settings.zone))}</p>` : '';
	return htmlPage(
		settings.language,
		texts.pageTitle,
		REDEMPTION_CSS,
		`<main>${statusBanner(view.status, settings.language)}${offer}${recent}${zone}</main>`,
	);
}
