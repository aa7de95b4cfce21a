import type { INode } from 'n8n-workflow';
import { readSettings } from '../../nodes/JourneyMomentTrigger/settings';

const read = (fields: Readonly<Record<string, unknown>>) =>
	readSettings({
		getNode: () => ({}) as INode,
		getNodeParameter: (name) => fields[name] ?? null,
	});

const stalled = {
	triggerOn: 'customer_stalled',
	journey: 'five_stage',
	stages: ['retention', 'awareness'],
	threshold: 'typed',
	days: 0.01,
};

describe('the settings of a Journey Moment Trigger', () => {
	it('are the same whatever the order in which stages, movements and outcomes were chosen', () => {
		const lists = [
			['stages', stalled],
			['stages', { ...stalled, triggerOn: 'stage_entered' }],
			['movements', { ...stalled, triggerOn: 'stage_entered', movements: ['skipped', 'advanced'] }],
			['outcomes', { triggerOn: 'wait_resolved', wait: '', outcomes: ['touchpoint', 'exited'] }],
		] as const;
		for (const [name, fields] of lists) {
			const chosen = (fields as Readonly<Record<string, unknown>>)[name] as readonly string[];
			expect(read({ ...fields, [name]: [...chosen].reverse() })).toEqual(read(fields));
		}
	});

	it('put fifty moments into one execution where nothing is said', () => {
		expect(read(stalled).batchSize).toBe(50);
		expect(read({ ...stalled, options: { batchSize: 1 } }).batchSize).toBe(1);
		expect(() => read({ ...stalled, options: { batchSize: 501 } })).toThrow("'Batch Size'");
	});

	it('are times in whole milliseconds', () => {
		expect(read(stalled).moment).toMatchObject({ threshold: { from: 'typed', ms: 864_000 } });
		expect(read({ triggerOn: 'offer_expiring', hours: 0.1 }).moment).toEqual({
			kind: 'offer_expiring',
			leadMs: 360_000,
		});
		expect(read({ triggerOn: 'touchpoint_not_applied', minutes: 1 }).moment).toEqual({
			kind: 'touchpoint_not_applied',
			afterMs: 60_000,
		});
	});
});
