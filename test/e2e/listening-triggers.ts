import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'flatted';
import { listExecutions, waitUntilSettled } from '../../host/executions';
import type { N8nCredential, N8nWorkflow } from '../../host/n8n-import';
import { PACKAGE_NAME } from '../../host/project';
import type { N8nRest } from '../../host/rest-client';
import type { HmacRecipe, Source, SourceSettings } from '../../sources/source';

/** A published workflow that is one Touchpoint Trigger, with secrets and a store of its own. */
export interface ListeningTrigger {
	/** Where it listens, below `/webhook/`; at most 30 characters, since n8n's ids are made of it. */
	readonly path: string;
	readonly source: Source;
	readonly settings: SourceSettings;
	readonly options?: Readonly<Record<string, unknown>>;
}

const NODE = 'Touchpoint Trigger';

const workflowId = ({ path }: Pick<ListeningTrigger, 'path'>) => `e2e-${path}`;
const storeFile = ({ path }: Pick<ListeningTrigger, 'path'>) => `${path}.sqlite`;

/** Gives the workflow of a trigger, to be published. */
export function workflowOf(trigger: ListeningTrigger): N8nWorkflow & { readonly settings: object } {
	const { path, source, settings, options = {} } = trigger;
	const { sender = '', fields = {}, hmac, defaultCountry = '' } = settings;
	const id = workflowId(trigger);
	return {
		id,
		name: `${source.displayName}: ${path}`,
		active: true,
		nodes: [
			{
				id,
				name: NODE,
				type: `${PACKAGE_NAME}.touchpointTrigger`,
				typeVersion: 2,
				position: [0, 0],
				webhookId: id,
				parameters: {
					source: source.name,
					path,
					sender,
					...fields,
					...(hmac && recipeFields(hmac)),
					options: { ...options, defaultPhoneCountry: defaultCountry },
				},
				credentials: Object.fromEntries(
					credentialsOf(trigger).map((credential) => [
						credential.type,
						{ id: credential.id, name: credential.name },
					]),
				),
			},
		],
		...{ connections: {}, settings: { executionOrder: 'v1' } },
	};
}

function recipeFields(recipe: HmacRecipe) {
	const { header, algorithm, encoding, signed, toleranceMs, ...options } = recipe;
	return {
		signatureHeader: header,
		algorithm,
		encoding,
		signedText: signed,
		signatureOptions: {
			...options,
			...(toleranceMs !== undefined && { toleranceSeconds: toleranceMs / 1000 }),
		},
	};
}

/** Gives the credentials of a trigger: its secrets, where its source has any, and its store. */
export function credentialsOf(trigger: ListeningTrigger): readonly N8nCredential[] {
	const [secret, previousSecret] = trigger.settings.secrets;
	const named = (kind: string) => ({ id: `${kind}-${trigger.path}`, name: trigger.path });
	return [
		...(trigger.source.proof === 'address'
			? []
			: [{ ...named('src'), type: 'touchpointSourceApi', data: { secret, previousSecret } }]),
		{
			...named('db'),
			type: 'journeyStoreApi',
			data: { database: 'sqlite', path: storeFile(trigger) },
		},
	];
}

/** Gives the ids and types of what stands in the store of a trigger, in no order; it has none before its first delivery. */
export function storedTouchpoints(
	userFolder: string,
	trigger: Pick<ListeningTrigger, 'path'>,
): readonly { readonly id: string; readonly type: string }[] {
	const file = join(userFolder, '.n8n', storeFile(trigger));
	if (!existsSync(file)) return [];
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		return database.prepare('SELECT id, type FROM touchpoint').all() as never;
	} finally {
		database.close();
	}
}

/** Waits until n8n has finished `atLeast` executions and gives how many each trigger has started. */
export async function executionsByPath(
	rest: N8nRest,
	triggers: readonly Pick<ListeningTrigger, 'path'>[],
	atLeast: number,
): Promise<ReadonlyMap<string, number>> {
	await waitUntilSettled(rest, { atLeast, withinMs: 120_000 });
	const executions = await listExecutions(rest);
	return new Map(
		triggers.map((trigger) => [
			trigger.path,
			executions.filter((execution) => execution.workflowId === workflowId(trigger)).length,
		]),
	);
}

interface RunData {
	readonly resultData: {
		readonly runData: Readonly<
			Record<string, readonly { readonly data: { readonly main: readonly (Items | null)[] } }[]>
		>;
	};
}

type Items = readonly { readonly json: Readonly<Record<string, unknown>> }[];

/** Waits until n8n has finished `atLeast` executions and gives what the trigger put out in its last, by output. */
export async function outputsOfLastRun(
	rest: N8nRest,
	trigger: Pick<ListeningTrigger, 'path'>,
	atLeast: number,
): Promise<readonly (readonly Readonly<Record<string, unknown>>[])[]> {
	await waitUntilSettled(rest, { atLeast, withinMs: 120_000 });
	const [last] = await listExecutions(rest, { workflowId: workflowId(trigger) });
	const { data } = await rest.get<{ data: string }>(`/executions/${last?.id}`);
	const { main } = (parse(data) as RunData).resultData.runData[NODE]?.[0]?.data ?? { main: [] };
	return main.map((items) => (items ?? []).map(({ json }) => json));
}
