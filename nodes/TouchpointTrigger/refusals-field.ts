import type { ILoadOptionsFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { escapeHtml } from '../../report/escape-html';
import { SOURCE_CREDENTIAL } from '../shared/source-secrets';
import { recentRefusals, triggerKey, type RecentRefusal } from './refusals';

/**
 * A list to look at: closed it says how many deliveries were refused, opened it says when and why. It is the one part of
 * a trigger's panel that n8n fills from the server without an execution.
 */
export const refusalsField: INodeProperties = {
	// Nothing of it is chosen by an ID or an expression, which is what these two rules want to be said.
	// eslint-disable-next-line n8n-nodes-base/node-param-display-name-wrong-for-dynamic-options
	displayName: 'Refused in the Last Hour',
	name: 'refusals',
	type: 'options',
	noDataExpression: true,
	typeOptions: { loadOptionsMethod: 'getRecentRefusals' },
	default: '',
	// eslint-disable-next-line n8n-nodes-base/node-param-description-wrong-for-dynamic-options
	description: 'Deliveries that were not taken, newest first. Open the list to see the reasons.',
};

/** Gives the entries of the list, for the trigger whose panel is open. */
export async function getRecentRefusals(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const key = triggerKey(
		this.getCurrentNodeParameter('path'),
		this.getNode().credentials?.[SOURCE_CREDENTIAL]?.id,
	);
	const refusals = recentRefusals.of(key, Date.now());
	const entries = [{ name: summary(refusals) }, ...refusals.map(inWords)];
	// Whatever somebody has chosen by looking, the closed list shows the summary again.
	const chosen = String(this.getCurrentNodeParameter('refusals') ?? '');
	const values = ['', ...refusals.map((_, index) => `refusal ${index + 1}`)];
	const others = values.filter((value) => value !== chosen);
	return entries.map((entry, index) => ({
		...entry,
		value: index === 0 ? chosen : (others[index - 1] ?? ''),
	}));
}

function summary(refusals: readonly RecentRefusal[]): string {
	const total = refusals.reduce((sum, { times }) => sum + times, 0);
	const kinds = new Set(refusals.map(({ status, code }) => `${status} ${code}`));
	return total === 0 ? 'None' : `${total}: ${[...kinds].join(', ')}`;
}

/** Times are in UTC: the process does not know the zone of who looks. n8n shows the description as HTML. */
function inWords({ at, status, code, reason, times }: RecentRefusal) {
	const time = new Date(at).toISOString().slice(11, 19);
	const often = times > 1 ? ` (${times} times)` : '';
	return { name: `${time} UTC: ${status} ${code}${often}`, description: escapeHtml(reason) };
}
