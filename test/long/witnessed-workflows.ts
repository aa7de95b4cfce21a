import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { N8nCredential, N8nWorkflow } from '../../host/n8n-import';
import { PACKAGE_NAME } from '../../host/project';
import type { MomentKind } from '../../journey/moments/moment';
import type { StoreSettings } from '../../store/open-store';

/** What a workflow reports to the witness. */
export interface Report {
	/** What has happened: a kind of moment, an output of Wait for Touchpoint, `recorded`. */
	readonly what: string;
	/** The e-mail address of whom. */
	readonly who: string;
	/** Which attempt at a moment. */
	readonly attempt?: number;
	/** Which touchpoint was recorded, and by which output it left. */
	readonly touchpoint?: string;
}

type Workflow = N8nWorkflow & Readonly<Record<string, unknown>>;

interface Node {
	readonly name: string;
	readonly type: string;
}

const SECRET = `whsec_${randomBytes(24).toString('base64')}`;
const SENDER = { id: 'witnessed-sender', name: 'Sender' };
const STORE = { id: 'witnessed-store', name: 'Store' };

/** Where the triggers listen, below `/webhook/`. */
export const PATHS = {
	/** Records, then waits for what the customer does next. */
	followUp: 'follow-up-9d31c5b07a',
	/** Only records. */
	record: 'record-4e82f6a91c',
} as const;

/** Makes the credentials that the workflows below name: the sender's secret and this store. */
export function credentialsOf(store: StoreSettings): readonly N8nCredential[] {
	return [
		{ ...SENDER, type: 'touchpointSourceApi', data: { secret: SECRET } },
		{ ...STORE, type: 'journeyStoreApi', data: storeData(store) },
	];
}

function storeData(store: StoreSettings): Readonly<Record<string, unknown>> {
	if (store.kind === 'sqlite') return { database: 'sqlite', path: store.path };
	const { host, port, database: databaseName, user, password, tls } = store;
	return { database: 'postgres', host, port, databaseName, user, password, tls };
}

/** A delivery of one event, signed as Standard Webhooks signs: what to post, and how. */
export function signedDelivery(
	id: string,
	type: string,
	data: Readonly<Record<string, unknown>>,
): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
	const at = new Date();
	const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
	return {
		body,
		headers: {
			'content-type': 'application/json',
			'webhook-id': id,
			'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
			'webhook-signature': new Webhook(SECRET).sign(id, at, body),
		},
	};
}

const node = (id: string, name: string, type: string, parameters: object) => ({
	...{ id, name, type, parameters, position: [0, 0], webhookId: id },
	typeVersion: VERSIONS[type] ?? 1,
	...(type.startsWith(PACKAGE_NAME) && {
		credentials: {
			journeyStoreApi: STORE,
			...(type.endsWith('touchpointTrigger') && { touchpointSourceApi: SENDER }),
		},
	}),
});

const VERSIONS: Readonly<Record<string, number>> = {
	[`${PACKAGE_NAME}.touchpointTrigger`]: 2,
	'n8n-nodes-base.httpRequest': 4.2,
};

const to = (name: string) => [{ node: name, type: 'main', index: 0 }];

const workflow = (id: string, nodes: readonly Node[], connections: object): Workflow => ({
	...{ id, name: id, active: true, nodes, connections },
	settings: { executionOrder: 'v1' },
});

/** Posts one report for each item; `report` holds expressions. */
const reporting = (id: string, name: string, address: string, report: string) =>
	node(id, name, 'n8n-nodes-base.httpRequest', {
		method: 'POST',
		url: address,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: `={{ JSON.stringify(${report}) }}`,
		options: {},
	});

const sender = (id: string, path: string) =>
	node(id, 'Sender', `${PACKAGE_NAME}.touchpointTrigger`, {
		source: 'standard_webhooks',
		path,
		options: {},
	});

const momentTrigger = (id: string, kind: MomentKind, parameters: object) =>
	node(id, 'Moment', `${PACKAGE_NAME}.journeyMomentTrigger`, { triggerOn: kind, ...parameters });

/** Journey Stage, and a report for each item by the output by which it leaves. */
const recordAndReport = (id: string, witness: string) => ({
	nodes: [
		node(`${id}-record`, 'Record', `${PACKAGE_NAME}.journeyStage`, {
			resource: 'touchpoint',
			operation: 'record',
		}),
		...RECORD_OUTPUTS.map((output) =>
			reporting(
				`${id}-${output.replace(' ', '-')}`,
				output,
				witness,
				`{ what: '${output}', who: $json.email, touchpoint: $json.id, attempt: $json.attempt }`,
			),
		),
	],
	connections: { Record: { main: RECORD_OUTPUTS.map(to) } },
});

/** The outputs of Record, in their order. */
const RECORD_OUTPUTS = ['Moved', 'Stayed', 'Not Applied'];

/** Records what is delivered, and reports it with the output by which it left. */
export function recordWorkflow(witness: string): Workflow {
	const { nodes, connections } = recordAndReport('record', witness);
	return workflow('witnessed-record', [sender('record-sender', PATHS.record), ...nodes], {
		Sender: { main: [to('Record')] },
		...connections,
	});
}

/** Records the touchpoints that were accepted and not recorded within a minute, and reports as `recordWorkflow` does. */
export function recoveryWorkflow(witness: string): Workflow {
	const { nodes, connections } = recordAndReport('recovery', witness);
	const trigger = momentTrigger('recovery-trigger', 'touchpoint_not_applied', { minutes: 1 });
	return workflow('witnessed-recovery', [trigger, ...nodes], {
		Moment: { main: [to('Record')] },
		...connections,
	});
}

/** The outputs of Wait for Touchpoint, in their order. */
const WAIT_OUTPUTS = ['Timed Out', 'Touchpoint', 'Exited'];

/** Records what is delivered, waits as many minutes as it says for a review, and reports how the wait ended. */
export function followUpWorkflow(witness: string): Workflow {
	return workflow(
		'witnessed-follow-up',
		[
			sender('follow-sender', PATHS.followUp),
			node('follow-record', 'Record', `${PACKAGE_NAME}.journeyStage`, {
				resource: 'touchpoint',
				operation: 'record',
			}),
			node('follow-wait', 'Wait', `${PACKAGE_NAME}.waitForTouchpoint`, {
				types: ['review_posted'],
				unit: 'minutes',
				amount: '={{ $json.properties.minutes }}',
				leaveWhen: { types: ['ticket_opened'] },
			}),
			...WAIT_OUTPUTS.map((output) =>
				reporting(
					`follow-${output.replace(' ', '-')}`,
					output,
					witness,
					`{ what: '${output}', who: $json.email }`,
				),
			),
		],
		{
			Sender: { main: [to('Record')] },
			Record: { main: [to('Wait'), to('Wait')] },
			Wait: { main: WAIT_OUTPUTS.map(to) },
		},
	);
}

/** Reports the moments of this kind. */
export function momentWorkflow(kind: MomentKind, parameters: object, witness: string): Workflow {
	const id = `witnessed-${kind}`;
	const report = `{ what: '${kind}', who: $json.email, attempt: $json.attempt }`;
	return workflow(
		id,
		[
			momentTrigger(`${id}-trigger`, kind, parameters),
			reporting(`${id}-report`, 'Report', witness, report),
		],
		{ Moment: { main: [to('Report')] } },
	);
}

/** A store in a file, which queue mode does not take. */
export const SQLITE_CREDENTIAL: N8nCredential = {
	...{ id: 'witnessed-sqlite', name: 'SQLite' },
	type: 'journeyStoreApi',
	data: { database: 'sqlite', path: 'queue.sqlite' },
};

const onSqlite = ({ credentials, ...rest }: ReturnType<typeof node>) => ({
	...rest,
	credentials: {
		...credentials,
		journeyStoreApi: { id: SQLITE_CREDENTIAL.id, name: SQLITE_CREDENTIAL.name },
	},
});

/** A workflow that is not published when n8n is set up. */
const unpublished = (made: Workflow): Workflow => ({ ...made, active: false });

/** Runs one of our nodes, with a SQLite store, when somebody posts to its id. */
const called = (id: string, ours: ReturnType<typeof node>): Workflow =>
	unpublished(
		workflow(
			id,
			[
				node(`${id}-called`, 'Called', 'n8n-nodes-base.webhook', {
					...{ httpMethod: 'POST', path: id },
					...{ responseMode: 'onReceived', options: {} },
				}),
				onSqlite(ours),
			],
			{ Called: { main: [to(ours.name)] } },
		),
	);

/** Each of our nodes with a SQLite store. */
export const sqliteTrigger = unpublished(
	workflow('sqlite-trigger', [onSqlite(sender('sqlite-sender', 'sqlite-71f2a0c4d8'))], {}),
);
export const sqliteMoments = unpublished(
	workflow(
		'sqlite-moments',
		[onSqlite(momentTrigger('sqlite-moment', 'offer_expiring', { hours: 1 }))],
		{},
	),
);
export const sqliteRecord = called(
	'sqlite-record',
	node('sqlite-stage', 'Record', `${PACKAGE_NAME}.journeyStage`, {
		...{ resource: 'customer', operation: 'getContext' },
		...{ customer: 'email', email: 'anna@example.com' },
	}),
);
export const sqliteWait = called(
	'sqlite-wait',
	node('sqlite-waiting', 'Wait', `${PACKAGE_NAME}.waitForTouchpoint`, {
		...{ customer: 'email', email: 'anna@example.com' },
		...{ types: ['review_posted'], unit: 'minutes', amount: 1 },
	}),
);
