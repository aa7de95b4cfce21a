import { experienceOf } from '../../journey/experience';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { NOW, stoppedClock } from './clock';
import { runNode, type NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { touchpoint } from './touchpoints';

const GAPS = 0;
const REPORT = 1;

const store = temporaryStore();
stoppedClock();

const analyze = (parameters: NodeUnderTest['parameters'] = {}): NodeUnderTest => ({
	type: 'gapAnalysis',
	parameters: { resource: 'journey', operation: 'analyze', ...parameters },
	credentials: store.credentials,
});

/** Forty customers look at a product and give poor answers, none the same as all others. */
beforeEach(async () => {
	const touchpoints = Array.from({ length: 40 }, (_, index) => {
		const identities = [{ kind: 'email' as const, value: `shopper-${index}@example.com` }];
		return [
			touchpoint({
				id: `shop:view-${index}`,
				type: 'product_viewed',
				occurredAt: NOW - 2000,
				identities,
			}),
			touchpoint({
				id: `shop:answer-${index}`,
				type: 'survey_answered',
				occurredAt: NOW - 1000,
				identities,
				experience: experienceOf('csat', 1 + (index % 3)) ?? undefined,
			}),
		];
	}).flat();
	const definition = BUILT_IN_DEFINITIONS.five_stage;
	await (await store.open()).record(touchpoints, { definition, now: NOW });
});

test('gives an item for each gap and one for the report', async () => {
	const result = await runNode(analyze());
	expect(result.error).toBeNull();
	expect(result.json(GAPS)).toHaveLength(1);
	expect(result.json(GAPS)[0]).toMatchObject({
		rank: 1,
		stage: 'consideration',
		verdict: 'below',
		why: 'below_target',
		n: 40,
		owner: expect.any(String),
	});
	expect(result.items(GAPS)[0]?.pairedItem).toEqual({ item: 0 });
	expect(result.json(REPORT)).toEqual([
		expect.objectContaining({
			journey: 'five_stage',
			generatedAt: '2026-11-22T10:00:00.000Z',
			answers: 40,
			gaps: result.json(GAPS).length,
			verdicts: expect.objectContaining({ below: 3, hidden: 0 }) as object,
			cells: expect.arrayContaining([
				expect.objectContaining({ level: 'stage', verdict: 'below', n: 40 }),
			]) as object,
		}),
	]);
});

test('makes the report as HTML in the chosen language, and the charts on request', async () => {
	const result = await runNode(
		analyze({ language: 'fa', charts: true, options: { title: 'Tea <House>' } }),
	);
	const { binary } = result.items(REPORT)[0] ?? {};
	const text = (field: string) => Buffer.from(String(binary?.[field]?.data), 'base64').toString();
	expect(binary?.report).toMatchObject({ mimeType: 'text/html', fileName: 'gap-report.html' });
	expect(text('report')).toContain('dir="rtl"');
	expect(text('report')).toContain('Tea &lt;House&gt;');
	expect(binary?.promised_lived?.mimeType).toBe('image/svg+xml');
	expect(text('promised_lived')).toMatch(/^<svg/);
	expect(text('verdicts')).toMatch(/^<svg/);
});

test('hides in the report how many customers a stage has seen where they are few', async () => {
	const figures = async (hideBelow: number): Promise<string> => {
		const { binary } = (await runNode(analyze({ options: { hideBelow } }))).items(REPORT)[0] ?? {};
		const page = Buffer.from(String(binary?.report?.data), 'base64').toString();
		return page.slice(page.indexOf('How customers move'), page.indexOf('What was not judged'));
	};
	expect(await figures(10)).not.toContain('Hidden');
	expect(await figures(1000)).toContain('Hidden');
});

test('makes no files that nobody asked for', async () => {
	const result = await runNode(analyze({ html: false }));
	expect(result.items(REPORT)[0]?.binary ?? {}).toEqual({});
});

test('judges nothing below the minimum sample', async () => {
	const result = await runNode(analyze({ options: { minimumSample: 100 } }));
	expect(result.json(GAPS)).toEqual([]);
	expect(result.json(REPORT)[0]?.verdicts).toMatchObject({ below: 0 });
});

test('names the option that is out of its range', async () => {
	const result = await runNode(analyze({ options: { minimumSample: 1 } }));
	expect(result.error?.message).toBe("'Minimum Sample' is 1 and must lie between 2 and 1000000000");
});
