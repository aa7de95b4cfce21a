import { describeSummary } from '../../host/summary';

describe('the summary', () => {
	it('says each figure of the day on a line of its own', () => {
		const text = describeSummary({
			deliveries: { sent: 12, accepted: 8, refused: 3, duplicate: 1 },
			touchpoints: 20,
			customers: 5,
			movements: { entered: 5, advanced: 2 },
			emails: 4,
			waits: { timed_out: 1, waiting: 2 },
			offers: { issued: 3, redeemed: 2, redeemRefused: 1 },
			gaps: 6,
			report: '/days/gap-report.html',
			canvas: 'http://127.0.0.1:5678',
		});
		expect(text.split('\n')).toEqual([
			'Deliveries    12 sent: 8 accepted, 3 refused, 1 repeated',
			'Touchpoints   20',
			'Customers     5',
			'Movements     5 entered, 2 advanced',
			'Waits         1 timed out, 2 waiting',
			'E-mails       4',
			'Offers        3 issued, 2 redeemed, 1 redemptions refused',
			'Gaps found    6',
			'Gap report    /days/gap-report.html',
			'',
		]);
	});
});
