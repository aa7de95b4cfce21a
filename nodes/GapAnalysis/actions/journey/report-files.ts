import type { IBinaryData, IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';
import type { GapAnalysis } from '../../../../journey/gaps/gap-analysis';
import { promisedLivedSvg } from '../../../../report/charts/promised-lived-svg';
import { verdictMatrixSvg } from '../../../../report/charts/verdict-matrix-svg';
import { renderGapReport, type GapReportSettings } from '../../../../report/gap-report';
import type { StageCustomers } from '../../../../report/report-context';

export interface FileSettings extends GapReportSettings {
	readonly html: boolean;
	readonly charts: boolean;
}

/** Gives the files that were asked for, by the binary field they go into; none when nothing was asked for. */
export async function reportFiles(
	context: IExecuteFunctions,
	analysis: GapAnalysis,
	stages: readonly StageCustomers[],
	settings: FileSettings,
): Promise<IBinaryKeyData> {
	const files: IBinaryKeyData = {};
	const svg = async (text: string, name: string) =>
		await file(context, text, `${name}.svg`, 'image/svg+xml');
	if (settings.html) {
		const page = renderGapReport(analysis, stages, settings);
		files.report = await file(context, page, 'gap-report.html', 'text/html');
	}
	if (settings.charts) {
		files.promised_lived = await svg(
			promisedLivedSvg(analysis, settings.language),
			'promised-lived',
		);
		files.verdicts = await svg(verdictMatrixSvg(analysis, settings.language), 'verdicts');
	}
	return files;
}

async function file(
	context: IExecuteFunctions,
	text: string,
	name: string,
	mimeType: string,
): Promise<IBinaryData> {
	return await context.helpers.prepareBinaryData(Buffer.from(text, 'utf8'), name, mimeType);
}
