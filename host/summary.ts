import type { DaySummary } from './day';
import type { Owner } from './rest-client';

/** The summary for a person: one line a subject, and where to look further. Ends with a line break. */
export function describeSummary(summary: DaySummary): string {
	const { deliveries, movements, offers } = summary;
	const kinds = Object.entries(movements).map(([kind, count]) => `${count} ${kind}`);
	return lines([
		[
			'Deliveries',
			`${deliveries.sent} sent: ${deliveries.accepted} accepted, ${deliveries.refused} refused, ${deliveries.duplicate} repeated`,
		],
		['Touchpoints', String(summary.touchpoints)],
		['Customers', String(summary.customers)],
		['Movements', kinds.join(', ') || 'none'],
		['E-mails', String(summary.emails)],
		[
			'Offers',
			`${offers.issued} issued, ${offers.redeemed} redeemed, ${offers.redeemRefused} redemptions refused`,
		],
		['Gaps found', String(summary.gaps)],
		['Gap report', summary.report],
	]);
}

/** Where the canvas is and how to get in. Ends with a line break. */
export function describeCanvas(address: string, owner: Owner): string {
	return lines([
		['Canvas', address],
		['Sign in with', `${owner.email} and ${owner.password}`],
	]);
}

function lines(rows: readonly (readonly [string, string])[]): string {
	return rows.map(([name, value]) => `${name.padEnd(13)} ${value}\n`).join('');
}
