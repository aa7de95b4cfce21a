import type { IDataObject } from 'n8n-workflow';
import type { Language } from '../../../../report/language/language';
import { renderRedemptionPage } from '../../../../report/redemption-page';
import { itemOfIssuedOffer, itemOfPerson } from '../../../shared/context-item';
import { textFor } from '../../../shared/customer-language';
import type { RedemptionResult } from './redeem-code';

/** How the page is to be made. */
export interface PageSettings {
	readonly language: Language;
	/** IANA zone of the shop. */
	readonly zone: string;
	readonly showRecent: boolean;
}

/**
 * Gives what came of redeeming a code as the fields of an item: whether to give the offer (`ok`) and why, when and where
 * the code was used, whose it is, and the page for the seller (`html`).
 */
export function itemOfRedemption(result: RedemptionResult, page: PageSettings): IDataObject {
	const { status, issued, offer, customer, stage } = result;
	const ok = status === 'redeemed' || status === 'redeemed_again';
	const recent = customer && page.showRecent ? { stage, touchpoints: customer.touchpoints } : null;
	return {
		ok,
		why: status,
		...(issued && {
			...itemOfIssuedOffer(issued),
			offerTitle: offer && textFor(page.language, offer.title),
			benefit: offer && (offer.benefit as unknown as IDataObject),
		}),
		...(customer && itemOfPerson(customer)),
		html: renderRedemptionPage({ status, issued, offer, recent }, page),
	};
}
