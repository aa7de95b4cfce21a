import {
	beginsAnew,
	isWanted,
	stageScope,
	type MomentSettings,
	type MomentTopic,
} from '../../../journey/moments/subscription';

const stages: MomentSettings = {
	kind: 'stage_entered',
	journey: 'five_stage',
	stages: ['purchase'],
	movements: ['advanced', 'skipped'],
};
const waits: MomentSettings = {
	kind: 'wait_resolved',
	wait: 'first-order',
	outcomes: ['timed_out'],
};

const entered = (scope: string, outcome: string): MomentTopic => ({
	kind: 'stage_entered',
	scope,
	outcome,
});
const resolved = (scope: string, outcome: string): MomentTopic => ({
	kind: 'wait_resolved',
	scope,
	outcome,
});

test.each<[string, MomentSettings, MomentTopic, boolean]>([
	['a chosen stage and movement', stages, entered('five_stage/purchase', 'advanced'), true],
	['another movement', stages, entered('five_stage/purchase', 'returned'), false],
	['another stage', stages, entered('five_stage/retention', 'advanced'), false],
	['the same stage of another journey', stages, entered('aida/purchase', 'advanced'), false],
	['any stage', { ...stages, stages: [] }, entered('five_stage/retention', 'advanced'), true],
	['any stage elsewhere', { ...stages, stages: [] }, entered('five_stage_b/x', 'advanced'), false],
	['any movement', { ...stages, movements: [] }, entered('five_stage/purchase', 'looped'), true],
	['a wait that ended as chosen', waits, resolved('first-order', 'timed_out'), true],
	['a wait that ended otherwise', waits, resolved('first-order', 'touchpoint'), false],
	['another wait', waits, resolved('second-order', 'timed_out'), false],
	['any wait', { ...waits, wait: '' }, resolved('second-order', 'timed_out'), true],
	['any end', { ...waits, outcomes: [] }, resolved('first-order', 'exited'), true],
	['a wait with the name of a stage', stages, resolved('five_stage/purchase', 'advanced'), false],
	['a stage with the name of a wait', waits, entered('first-order', 'timed_out'), false],
	[
		'nothing that is looked for instead',
		{ kind: 'offer_expiring', leadMs: 1 },
		resolved('', ''),
		false,
	],
])('%s', (_what, settings, topic, wanted) => {
	expect(isWanted(settings, topic)).toBe(wanted);
});

test('a scope names a stage of one definition', () => {
	expect(stageScope('five_stage', 'purchase')).toBe('five_stage/purchase');
});

test('other settings begin anew, the same do not', () => {
	expect(beginsAnew(stages, { ...stages })).toBe(false);
	expect(beginsAnew(stages, { ...stages, stages: [] })).toBe(true);
	expect(beginsAnew(stages, waits)).toBe(true);
	expect(
		beginsAnew({ kind: 'offer_expiring', leadMs: 1 }, { kind: 'offer_expiring', leadMs: 2 }),
	).toBe(true);
});

test('other minutes do not bring touchpoints back again', () => {
	expect(
		beginsAnew(
			{ kind: 'touchpoint_not_applied', afterMs: 1 },
			{ kind: 'touchpoint_not_applied', afterMs: 2 },
		),
	).toBe(false);
});
