import { GifReader } from 'omggif';
import decodeQR from 'qr/decode.js';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { holdoutOf } from '../../journey/experiments/holdout';
import { readCode } from '../../journey/offers/code';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { decideOffer } from '../../nodes/PersonalizedOffer/actions/offer/decide-offer';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { touchpoint, touchpointItem } from './touchpoints';

const OFFER = 0;
const NO_OFFER = 1;
const DAY_MS = 86_400_000;

const store = temporaryStore();
stoppedClock();

const node = (
	resource: string,
	operation: string,
	parameters: NodeUnderTest['parameters'],
): NodeUnderTest => ({
	type: 'personalizedOffer',
	parameters: { resource, operation, ...parameters },
	credentials: store.credentials,
});

const choose = (parameters: NodeUnderTest['parameters'] = {}) =>
	node('offer', 'choose', {
		redeemAddress: 'https://shop.example.com/webhook/redeem',
		...parameters,
	});
const redeem = (parameters: NodeUnderTest['parameters'] = {}) =>
	node('offer', 'redeem', parameters);
const save = (parameters: NodeUnderTest['parameters'] = {}) =>
	node('catalogue', 'save', parameters);

const wishlistOffer: IDataObject = {
	id: 'wishlist-10',
	title: { en: '10% off your wish list', el: '10% έκπτωση στη λίστα σας' },
	benefit: { kind: 'percentage', percent: 10 },
	codeLifeDays: 14,
	priority: 10,
	eligibility: { field: 'stage', op: 'eq', value: 'consideration' },
};

async function saveOffers(...offers: IDataObject[]): Promise<void> {
	const result = await runNode(save({ offer: 'item' }), { input: offers });
	expect(result.error).toBeNull();
}

/** Records the wish of a customer, who then stands in Consideration. */
async function recordWish(attributes: Record<string, unknown> = {}): Promise<IDataObject> {
	const recorded = await (
		await store.open()
	).record([touchpoint({ occurredAt: NOW - 1000, attributes })], {
		definition: BUILT_IN_DEFINITIONS.five_stage,
		now: NOW,
	});
	expect(recorded[0]?.outcome).toBe('moved');
	return touchpointItem({ attributes });
}

const totals = async () => await (await store.open()).getTotals();

function textInQr(item: INodeExecutionData | undefined): string {
	const reader = new GifReader(Buffer.from(String(item?.binary?.qr?.data), 'base64'));
	const { width, height } = reader;
	const data = new Uint8Array(width * height * 4);
	reader.decodeAndBlitFrameRGBA(0, data);
	return decodeQR({ width, height, data });
}

describe('Save in catalogue', () => {
	test('keeps an offer of an incoming item, and Get Many returns it in the same fields', async () => {
		await saveOffers(wishlistOffer);
		const result = await runNode(node('catalogue', 'getAll', { returnAll: true }));
		expect(result.json()).toEqual([
			{
				...wishlistOffer,
				startsAt: '2026-11-22T10:00:00.000Z',
				endsAt: '2027-11-22T10:00:00.000Z',
				caps: { perCustomer: 1 },
				fallback: false,
			},
		]);
	});

	test('keeps an offer put together in the fields', async () => {
		const result = await runNode(
			save({
				offerId: 'tea-5',
				title: 'Five euros off',
				benefit: 'amount',
				amount: '5.00',
				currency: 'EUR',
				moreFields: {
					codeLifeDays: 7,
					total: 100,
					channels: ['email', 'store'],
					eligibility: '{ "field": "segment", "op": "eq", "value": "loyal" }',
					endsAt: '2026-12-31T23:59:59',
					titles: '{ "el": "Πέντε ευρώ έκπτωση", "fa": "" }',
				},
			}),
		);
		expect(result.error).toBeNull();
		expect(result.json()).toEqual([
			expect.objectContaining({
				id: 'tea-5',
				title: { en: 'Five euros off', el: 'Πέντε ευρώ έκπτωση' },
				benefit: { kind: 'amount', money: { amount: '5.00', currency: 'EUR' } },
				codeLifeDays: 7,
				caps: { perCustomer: 1, total: 100 },
				channels: ['email', 'store'],
				endsAt: '2026-12-31T21:59:59.000Z',
			}),
		]);
	});

	test.each([
		["at 'id'", { ...wishlistOffer, id: 'Wish List' }],
		["at 'endsAt'", { ...wishlistOffer, endsAt: '2020-01-01' }],
		["at 'startsAt'", { ...wishlistOffer, startsAt: 'soon' }],
		["at 'codeLifeDays'", { ...wishlistOffer, codeLifeDays: 'long' }],
		["at 'title'", { ...wishlistOffer, title: { el: 'Έκπτωση' } }],
		["at 'benefit.percent'", { ...wishlistOffer, benefit: { kind: 'percentage', percent: 0 } }],
	])('says what is wrong with an offer: %s', async (place, offer) => {
		const result = await runNode(save({ offer: 'item' }), { input: [offer] });
		expect(result.error?.message).toContain(place);
	});
});

describe('Choose', () => {
	test('gives a code and a QR code that leads to where it is redeemed', async () => {
		await saveOffers(wishlistOffer);
		const item = await recordWish({ language: 'el-GR', timeZone: 'Asia/Tehran' });
		const result = await runNode(choose(), { input: [item] });
		expect(result.error).toBeNull();
		const [made] = result.items(OFFER);
		expect(made?.pairedItem).toEqual({ item: 0 });
		expect(made?.json).toMatchObject({
			type: 'product_added_to_wishlist',
			email: 'charlotte@example.com',
			why: 'chosen',
			dryRun: false,
			offerId: 'wishlist-10',
			offerTitle: '10% έκπτωση στη λίστα σας',
			offerLanguage: 'el',
			expiresAt: '2026-12-06T13:30:00.000+03:30',
			expiresAtZone: 'Asia/Tehran',
			channel: 'email',
			candidates: [expect.objectContaining({ offerId: 'wishlist-10', verdict: 'chosen' })],
		});
		const code = String(made?.json.code);
		expect(readCode(code)).toEqual({ ok: true, code });
		expect(made?.binary?.qr).toMatchObject({ mimeType: 'image/gif', fileName: `${code}.gif` });
		expect(textInQr(made)).toBe(`https://shop.example.com/webhook/redeem?code=${code}`);
		expect((await totals()).issued).toBe(1);
	});

	test('puts the code alone into the QR code where there is no address', async () => {
		await saveOffers(wishlistOffer);
		const result = await runNode(choose({ redeemAddress: '' }), { input: [await recordWish()] });
		expect(textInQr(result.items(OFFER)[0])).toBe(result.json(OFFER)[0]?.code);
	});

	test('gives the same live code again', async () => {
		await saveOffers(wishlistOffer);
		const item = await recordWish();
		const first = await runNode(choose(), { input: [item] });
		const second = await runNode(choose(), { input: [item] });
		expect(second.json(OFFER)[0]).toMatchObject({
			why: 'live_offer',
			code: first.json(OFFER)[0]?.code,
		});
		expect((await totals()).issued).toBe(1);
	});

	test('uses up nothing in a run from the editor', async () => {
		await saveOffers(wishlistOffer);
		const result = await runNode(choose(), { input: [await recordWish()], mode: 'manual' });
		expect(result.json(OFFER)[0]).toMatchObject({ dryRun: true, offerId: 'wishlist-10' });
		expect((await totals()).issued).toBe(0);
	});

	test('says of every offer why it was not made', async () => {
		await saveOffers(
			{ ...wishlistOffer, eligibility: { field: 'stage', op: 'eq', value: 'retention' } },
			{ ...wishlistOffer, id: 'in-store', channels: ['store'] },
		);
		const result = await runNode(choose(), { input: [await recordWish()] });
		expect(result.json(NO_OFFER)).toEqual([
			expect.objectContaining({
				why: 'no_candidate',
				candidates: [
					expect.objectContaining({ offerId: 'in-store', code: 'channel_not_offered' }),
					expect.objectContaining({ offerId: 'wishlist-10', code: 'condition_failed' }),
				],
			}),
		]);
	});

	test.each([
		['unknown_customer', { email: 'nobody@example.com' }, 'email'],
		['not_reachable', undefined, 'sms'],
	])('makes no offer: %s', async (why, given, channel) => {
		await saveOffers(wishlistOffer);
		const item = await recordWish();
		const result = await runNode(choose({ channel }), { input: [given ?? item] });
		expect(result.json(NO_OFFER)[0]?.why).toBe(why);
		expect((await totals()).issued).toBe(0);
	});

	test('gives out no more codes than the cap allows, over items of one run and over runs at once', async () => {
		await saveOffers({ ...wishlistOffer, caps: { perCustomer: 1, total: 3 } });
		const definition = BUILT_IN_DEFINITIONS.five_stage;
		const emails = Array.from({ length: 10 }, (_, index) => `shopper-${index}@example.com`);
		await (
			await store.open()
		).record(
			emails.map((value) =>
				touchpoint({ id: `shop:${value}`, identities: [{ kind: 'email', value }] }),
			),
			{ definition, now: NOW },
		);
		const input = emails.map((email) => ({ email }));
		const runs = await Promise.all([
			runNode(choose(), { input: input.slice(0, 5) }),
			runNode(choose(), { input: input.slice(5) }),
		]);
		expect(runs.flatMap((run) => run.json(OFFER))).toHaveLength(3);
		expect(runs.flatMap((run) => run.json(NO_OFFER))).toHaveLength(7);
		expect((await totals()).issued).toBe(3);
	});

	describe('with a holdout', () => {
		const held = (options: NodeUnderTest['parameters'] = {}) =>
			choose({ options: { holdoutPercent: 100, ...options } });
		const arms = async () => await (await store.open()).countArms();

		test('makes no offer to somebody who is held out, says which one it would have been, and uses up nothing', async () => {
			await saveOffers(wishlistOffer, { ...wishlistOffer, id: 'other', priority: 1 });
			const result = await runNode(held(), { input: [await recordWish()] });
			expect(result.error).toBeNull();
			expect(result.json(OFFER)).toEqual([]);
			expect(result.json(NO_OFFER)).toEqual([
				expect.objectContaining({
					email: 'charlotte@example.com',
					why: 'held_out',
					dryRun: false,
					candidates: [
						{
							offerId: 'wishlist-10',
							verdict: 'refused',
							code: 'held_out',
							details: { holdout: 'offers' },
						},
						expect.objectContaining({ offerId: 'other', verdict: 'outranked' }),
					],
				}),
			]);
			expect((await totals()).issued).toBe(0);
			expect(await arms()).toMatchObject([{ experiment: 'offers', arm: 'held_out', customers: 1 }]);
		});

		test('keeps a customer in or out, whatever the share becomes', async () => {
			await saveOffers(wishlistOffer);
			const item = await recordWish();
			const why = async (options: NodeUnderTest['parameters']) => {
				const result = await runNode(choose({ options }), { input: [item] });
				return result.json(OFFER)[0]?.why ?? result.json(NO_OFFER)[0]?.why;
			};
			expect(await why({ holdoutPercent: 100 })).toBe('held_out');
			expect(await why({ holdoutPercent: 0 })).toBe('held_out');
			expect(await why({ holdoutName: 'offers' })).toBe('held_out');
			expect(await why({ holdoutPercent: 0, holdoutName: 'spring' })).toBe('chosen');
			expect(await why({ holdoutPercent: 100, holdoutName: 'spring' })).toBe('live_offer');
			expect(await why({})).toBe('live_offer');
		});

		test('draws nobody whom no offer fits, and nobody in a run from the editor', async () => {
			await saveOffers({ ...wishlistOffer, channels: ['store'] });
			const item = await recordWish();
			const unfit = await runNode(held(), { input: [item] });
			expect(unfit.json(NO_OFFER)[0]?.why).toBe('no_candidate');
			await saveOffers(wishlistOffer);
			const rehearsed = await runNode(held(), { input: [item], mode: 'manual' });
			expect(rehearsed.json(NO_OFFER)[0]).toMatchObject({ why: 'held_out', dryRun: true });
			expect(await arms()).toEqual([]);
		});

		test('issues nothing to somebody who is held out before the code is made, as by a merge', async () => {
			await saveOffers(wishlistOffer);
			await recordWish();
			const opened = await store.open();
			const identity = { kind: 'email', value: 'charlotte@example.com' } as const;
			const customer = await opened.getContext(identity, 10, NOW);
			const assignArm = jest.spyOn(opened, 'assignArm').mockImplementationOnce(async (...draw) => {
				expect(await opened.assignArm(...draw)).toBe('held_out');
				return 'offered';
			});
			const subject = {
				journey: { definition: 'five_stage' },
				channel: 'email',
				purpose: 'marketing',
				holdout: holdoutOf('offers', 100),
				now: NOW,
			} as const;
			const decision = await decideOffer(opened, customer!, subject, false, (count) =>
				new Uint8Array(count).fill(7),
			);
			expect(assignArm).toHaveBeenCalledTimes(3);
			expect(decision).toMatchObject({ made: null, choice: { why: 'held_out' } });
			expect((await totals()).issued).toBe(0);
		});

		test('holds out five in a hundred when only a name is given', async () => {
			await saveOffers(wishlistOffer);
			await runNode(choose({ options: { holdoutName: 'spring' } }), {
				input: [await recordWish()],
			});
			expect((await arms()).map((count) => [count.experiment, count.arms])).toEqual([
				[
					'spring',
					[
						{ name: 'held_out', weight: 500 },
						{ name: 'offered', weight: 9500 },
					],
				],
			]);
		});

		test.each([
			["'Holdout Name' is 'Spring!', which is no name for a holdout", { holdoutName: 'Spring!' }],
			["'Holdout (%)' is 101 and must lie between 0 and 100", { holdoutPercent: 101 }],
		])('says what is wrong: %s', async (message, options) => {
			const result = await runNode(choose({ options }), { input: [await recordWish()] });
			expect(result.error?.message).toBe(message);
		});

		test('is counted by Get Performance, buyers beside customers', async () => {
			await saveOffers({ ...wishlistOffer, eligibility: undefined });
			const of = (person: number, type: string, occurredAt: number) =>
				touchpoint({
					id: `shop:${type}-${person}`,
					type,
					identities: [{ kind: 'email', value: `shopper-${person}@example.com` }],
					keys: { order: String(person) },
					occurredAt,
				});
			const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOW };
			const opened = await store.open();
			const people = Array.from({ length: 400 }, (_, person) => person);
			const recorded = await opened.record(
				people.map((person) => of(person, 'product_viewed', NOW - 1000)),
				options,
			);
			const holdout = holdoutOf('offers', 50);
			const drawn = await Promise.all(
				recorded.map(async ({ customerId }) => await opened.previewArm(holdout, customerId!)),
			);
			const fifty = (arm: string) => people.filter((person) => drawn[person] === arm).slice(0, 50);
			const [offered, heldOut] = [fifty('offered'), fifty('held_out')];
			const chosen = await runNode(choose({ options: { holdoutPercent: 50 } }), {
				input: [...offered, ...heldOut].map((person) => ({
					email: `shopper-${person}@example.com`,
				})),
			});
			expect([chosen.json(OFFER).length, chosen.json(NO_OFFER).length]).toEqual([50, 50]);
			await opened.record(
				[...offered.slice(0, 20), ...heldOut.slice(0, 5)].map((person) =>
					of(person, 'order_completed', NOW + 1000),
				),
				options,
			);
			const result = await runNode(node('catalogue', 'getPerformance', {}));
			expect(result.error).toBeNull();
			expect(result.json()).toEqual([
				{
					holdout: 'offers',
					verdict: 'more_buyers',
					offered: 50,
					offeredExpected: 50,
					offeredBuyers: 20,
					offeredBuyersShare: 0.4,
					heldOut: 50,
					heldOutExpected: 50,
					heldOutBuyers: 5,
					heldOutBuyersShare: 0.1,
					difference: 0.3,
					differenceLow: 0.1319,
					differenceHigh: 0.4493,
					mixed: 0,
					sampleRatio: 'as_drawn',
					sampleRatioP: 1,
				},
			]);
		});

		test('gives no item in Get Performance where nobody was ever drawn', async () => {
			expect((await runNode(node('catalogue', 'getPerformance', {}))).json()).toEqual([]);
		});
	});

	test('names the address that is wrong', async () => {
		const result = await runNode(choose({ redeemAddress: 'shop/redeem' }), {
			input: [await recordWish()],
		});
		expect(result.error?.message).toBe("'Redeem Address' is not a web address");
	});
});

describe('Redeem', () => {
	async function issueCode(): Promise<string> {
		await saveOffers(wishlistOffer);
		const result = await runNode(choose(), { input: [await recordWish()] });
		return String(result.json(OFFER)[0]?.code);
	}

	test('redeems the code of the address once, and tells the second when and where', async () => {
		const code = await issueCode();
		const first = await runNode(redeem(), { input: [{ query: { code, where: 'Till 1' } }] });
		expect(first.json()).toEqual([
			expect.objectContaining({
				ok: true,
				why: 'redeemed',
				code,
				offerTitle: '10% off your wish list',
				redeemedAt: '2026-11-22T10:00:00.000Z',
				redeemedWhere: 'Till 1',
				email: 'charlotte@example.com',
				identities: [{ kind: 'email', value: 'charlotte@example.com' }],
				html: expect.stringContaining('<html') as string,
			}),
		]);
		const second = await runNode(redeem(), { input: [{ query: { code, where: 'Till 2' } }] });
		expect(second.json()[0]).toMatchObject({
			ok: false,
			why: 'already_redeemed',
			redeemedWhere: 'Till 1',
		});
		expect((await totals()).redeemed).toBe(1);
	});

	test('reads a code as people write it', async () => {
		const code = await issueCode();
		const written = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
		const result = await runNode(redeem({ code: written, where: 'Athens' }));
		expect(result.json()[0]).toMatchObject({ ok: true, code });
	});

	test('tells the same order the same thing twice', async () => {
		const code = await issueCode();
		const node = redeem({ code, options: { orderId: '5001' } });
		await runNode(node);
		expect((await runNode(node)).json()[0]).toMatchObject({ ok: true, why: 'redeemed_again' });
	});

	test('refuses an expired code', async () => {
		const code = await issueCode();
		jest.spyOn(Date, 'now').mockReturnValue(NOW + 15 * DAY_MS);
		expect((await runNode(redeem({ code }))).json()[0]).toMatchObject({
			ok: false,
			why: 'expired',
		});
	});

	test.each(['', 'hello', '<script>alert(1)</script>', '7K3QX-0V9TM-E2R'])(
		'gives a page for %j, which is no code of ours',
		async (code) => {
			await saveOffers(wishlistOffer);
			const result = await runNode(redeem({ code }));
			expect(result.json()[0]).toMatchObject({ ok: false, why: 'unknown_code' });
			expect(result.json()[0]?.html).not.toContain('<script>');
		},
	);

	test('tells the recent touchpoints only where that is chosen, in the chosen language', async () => {
		const code = await issueCode();
		const silent = await runNode(redeem({ code }));
		const telling = await runNode(redeem({ code, options: { showRecent: true, language: 'fa' } }));
		expect(silent.json()[0]?.html).not.toContain('<time');
		expect(telling.json()[0]?.html).toContain('<time');
		expect(telling.json()[0]?.html).toContain('dir="rtl"');
	});
});
