import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import { journeyDefinitionSchema } from '../../../journey/stages/definition';
import { changesBetween, isSameContent } from '../../../journey/stages/definition-changes';
import { indexOf } from '../../../journey/stages/definition-index';
import { trialJourney } from './support';

const problem = (changes: object): string =>
	journeyDefinitionSchema
		.safeParse({ ...trialJourney(), ...changes })
		.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
		.join('; ') ?? '';

describe('a journey definition', () => {
	test('that was kept before there were conditions, segments and content is still valid', () => {
		const kept = BUILT_IN_DEFINITIONS.lifecycle;
		expect(journeyDefinitionSchema.parse(JSON.parse(JSON.stringify(kept)))).toStrictEqual(kept);
	});

	test('holds all that a business plans for a stage', () => {
		const [trial, paid] = trialJourney().stages;
		const full = trialJourney({
			keyKind: 'order',
			reEntry: 'never',
			stages: [
				{
					...trial!,
					criticalNeeds: ['Knows where to begin'],
					content: [{ title: 'Begin', url: 'https://example.com', language: 'en', segment: 'new' }],
				},
				paid!,
			],
			exits: [{ types: ['a'], channels: ['phone'] }, 'b'],
		});
		expect(journeyDefinitionSchema.parse(full)).toEqual(full);
		expect([...indexOf(full).exits.keys()]).toEqual(['a', 'b']);
	});

	const [stage] = trialJourney().stages;
	const asking = { op: 'exists', field: 'propertis.plan' };
	const segment = { name: 'a', displayName: 'A', when: { op: 'exists', field: 'orders' } };

	test.each([
		[
			'a stage that stands twice',
			{ stages: [stage, stage] },
			"stages.1.name: stage 'trial' stands twice",
		],
		[
			'a way from a stage that is not there',
			{ stages: [{ ...stage, entry: [{ types: ['a'], from: ['gone'] }] }] },
			"stage 'gone' is not in journey",
		],
		[
			'a condition on a field that no touchpoint has',
			{ stages: [{ ...stage, entry: [{ types: ['a'], when: asking }] }] },
			"stages.0.entry.0.when: field 'propertis.plan'",
		],
		['such a goal', { goals: [{ types: ['a'], when: { not: asking } }] }, 'goals.0.when: field'],
		[
			'a segment that stands twice',
			{ segments: [segment, segment] },
			"segments.1.name: segment 'a'",
		],
		[
			'a segment by what the history does not tell',
			{ segments: [{ ...segment, when: { op: 'eq', field: 'spent', value: 1 } }] },
			"segments.0.when: field 'spent'",
		],
		[
			'content at no address',
			{ stages: [{ ...stage, content: [{ title: 'a', url: 'x' }] }] },
			'content.0.url',
		],
	])('refuses %s', (_name, changes, message) => {
		expect(problem(changes)).toContain(message);
	});
});

describe('changes between versions', () => {
	const before = trialJourney();
	const [trial, paid] = before.stages;

	test('are none for the same content in another order of fields', () => {
		const { stages, ...rest } = before;
		const same = { stages, ...rest, version: 7 };
		expect(isSameContent(before, same)).toBe(true);
		expect(changesBetween(before, same)).toEqual([]);
	});

	test('name what was added, changed, taken out and reordered', () => {
		const after = trialJourney({
			movement: 'forward',
			stages: [
				{ ...paid!, target: 80 },
				{ ...trial!, name: 'demo' },
			],
		});
		expect(isSameContent(before, after)).toBe(false);
		expect(changesBetween(before, after)).toEqual([
			{ change: 'stage_changed', stage: 'paid', fields: ['target'] },
			{ change: 'stage_added', stage: 'demo', fields: null },
			{ change: 'stage_removed', stage: 'trial', fields: null },
			{ change: 'journey_changed', stage: null, fields: ['movement'] },
		]);
		expect(changesBetween(before, trialJourney({ stages: [paid!, trial!] }))).toEqual([
			{ change: 'stages_reordered', stage: null, fields: null },
		]);
	});
});
