import type { INodeProperties } from 'n8n-workflow';
import { analyzeGaps } from '../../../../journey/gaps/analyze-gaps';
import { LANGUAGES } from '../../../../report/language/language';
import type { JourneyStore } from '../../../../store/journey-store';
import { choiceOf, numberWithin, textOf } from '../../../shared/fields';
import { forEachItem, type ItemCall, type Outcome } from '../../../shared/item-loop';
import { chosenJourney, journeyField } from '../../../shared/journey-field';
import { languageField } from '../../../shared/language-field';
import { itemOfAnalysis, itemOfGap } from './gap-items';
import { reportFiles } from './report-files';
import { stageCustomers } from './stage-customers';

const show = { resource: ['journey'], operation: ['analyze'] };

export const description: INodeProperties[] = [
	{ ...journeyField, displayOptions: { show } },
	{
		displayName: 'Report as HTML',
		name: 'html',
		type: 'boolean',
		default: true,
		description:
			'Whether to make a page for people, in the binary field report of the output Report',
		displayOptions: { show },
	},
	{
		displayName: 'Charts as SVG',
		name: 'charts',
		type: 'boolean',
		default: false,
		description:
			'Whether to make the charts, in the binary fields promised_lived and verdicts of the output Report',
		displayOptions: { show },
	},
	{ ...languageField, displayOptions: { show } },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Confidence (%)',
				name: 'confidence',
				type: 'number',
				typeOptions: { minValue: 51, maxValue: 99.9, numberPrecision: 1 },
				default: 95,
				description: 'How sure a verdict has to be',
			},
			{
				displayName: 'Hide Below',
				name: 'hideBelow',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 10,
				description:
					'Fewer answers than this show no figures, since they would tell what single customers said',
			},
			{
				displayName: 'Minimum Sample',
				name: 'minimumSample',
				type: 'number',
				typeOptions: { minValue: 2 },
				default: 30,
				description: 'Fewer answers than this get no verdict',
			},
			{
				displayName: 'Title',
				name: 'title',
				type: 'string',
				default: '',
				placeholder: 'e.g. Tea House, spring season',
				description: 'What stands over the report',
			},
		],
	},
];

const OUTPUT = { gaps: 0, report: 1 } as const;

export const execute = forEachItem({ count: 2, failed: OUTPUT.gaps }, analyze);

async function analyze(
	{ context, fields }: ItemCall,
	store: JourneyStore,
): Promise<readonly Outcome[]> {
	const definition = await chosenJourney(fields, store, Date.now());
	const options = fields.collection('options');
	const analysis = analyzeGaps(await store.getExperience(definition.name), definition, {
		...(options.confidence !== undefined && {
			confidence: numberWithin(options.confidence, 'Confidence (%)', 50.1, 99.9) / 100,
		}),
		...(options.hideBelow !== undefined && {
			hideBelow: Math.floor(numberWithin(options.hideBelow, 'Hide Below', 0, 1e9)),
		}),
		...(options.minimumSample !== undefined && {
			minimumSample: Math.floor(numberWithin(options.minimumSample, 'Minimum Sample', 2, 1e9)),
		}),
	});
	const generatedAt = Date.now();
	const binary = await reportFiles(
		context,
		analysis,
		await stageCustomers(store, definition, analysis.options, generatedAt),
		{
			language: choiceOf(fields.text('language', 'Language'), 'Language', LANGUAGES),
			title: textOf(options.title, 'Title') || definition.displayName,
			zone: context.getTimezone(),
			generatedAt,
			html: fields.flag('html'),
			charts: fields.flag('charts'),
		},
	);
	return [
		...analysis.gaps.map((gap) => ({ output: OUTPUT.gaps, json: itemOfGap(gap, analysis) })),
		{ output: OUTPUT.report, json: itemOfAnalysis(analysis, generatedAt), binary },
	];
}
