import type { DaySummary } from './day';
import type { Owner } from './rest-client';

/** The summary for a person: one line a subject, and where to look further. Ends with a line break. */
export function describeSummary(summary: DaySummary): string {
	const { deliveries, movements, offers } = summary;
	return lines([
		[
			'Deliveries',
			`${deliveries.sent} sent: ${deliveries.accepted} accepted, ${deliveries.refused} refused, ${deliveries.duplicate} repeated`,
		],
		['Touchpoints', String(summary.touchpoints)],
		['Customers', String(summary.customers)],
		['Movements', ofEach(movements)],
		['Waits', ofEach(summary.waits)],
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

function ofEach(counts: Readonly<Record<string, number>>): string {
	const parts = Object.entries(counts).map(
		([name, count]) => `${count} ${name.replaceAll('_', ' ')}`,
	);
	return parts.join(', ') || 'none';
}

function lines(rows: readonly (readonly [string, string])[]): string {
	return rows.map(([name, value]) => `${name.padEnd(13)} ${value}\n`).join('');
}
