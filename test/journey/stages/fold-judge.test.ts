import fc from 'fast-check';
import { stagesByMachine } from '../../../bench/fold-machine';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import { foldHistory } from '../../../journey/stages/fold';
import { MINUTE_MS, NOON } from '../../support/touchpoint';

const definition = BUILT_IN_DEFINITIONS.five_stage;
const types = [...new Set(definition.stages.flatMap(({ entry }) => entry.flatMap((e) => e.types)))];

test('the fold goes through the same stages as a state chart of the same rules', () => {
	const byMachine = stagesByMachine(definition);
	const history = fc.array(
		fc.record({
			type: fc.constantFrom(...types, 'email_sent'),
			score: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
		}),
		{ maxLength: 40 },
	);
	fc.assert(
		fc.property(history, (events) => {
			const touchpoints = events.map(({ type, score }, n) => ({
				id: String(n).padStart(3, '0'),
				occurredAt: NOON + n * MINUTE_MS,
				sequence: 0,
				type,
				...(score !== undefined && { score }),
			}));
			const stages = foldHistory(definition, touchpoints).map(
				({ step }) => step.state.stage ?? 'none',
			);
			expect(stages).toEqual(byMachine(touchpoints));
		}),
	);
});
