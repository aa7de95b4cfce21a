import type { N8nWorkflow } from '../../host/n8n-import';
import { PACKAGE_NAME } from '../../host/project';

/** Where Record listens. Long enough to be hard to guess, as the trigger wants it. */
export const SENDER_PATH = 'sender-4f8a1c0be7d2495c9a3e';
/** The outputs of the node, in their order. */
export const OUTPUTS = ['Timed Out', 'Touchpoint', 'Exited'];

type Workflow = N8nWorkflow & Readonly<Record<string, unknown>>;

const node = (id: string, name: string, type: string, parameters: object) => ({
	...{ id, name, type, parameters, position: [0, 0], webhookId: id },
	typeVersion: type.endsWith('touchpointTrigger') || type.endsWith('webhook') ? 2 : 1,
});
const to = (name: string) => [{ node: name, type: 'main', index: 0 }];

/** Records what is posted to it. */
export const recording: Workflow = {
	id: 'waits-record',
	name: 'Record',
	active: true,
	nodes: [
		node('sender', 'Sender', `${PACKAGE_NAME}.touchpointTrigger`, {
			source: 'generic_address',
			path: SENDER_PATH,
			options: {},
		}),
		node('record', 'Record', `${PACKAGE_NAME}.journeyStage`, {
			resource: 'touchpoint',
			operation: 'record',
		}),
	],
	connections: { Sender: { main: [to('Record')] } },
	settings: { executionOrder: 'v1' },
};

/** Waits for the order of the customer that is posted to it, as many minutes as are posted with it. */
export const waiting: Workflow = {
	id: 'waits-wait',
	name: 'Wait',
	active: true,
	nodes: [
		node('start', 'Start', 'n8n-nodes-base.webhook', {
			httpMethod: 'POST',
			path: 'start',
			responseMode: 'onReceived',
			options: {},
		}),
		node('wait', 'Wait', `${PACKAGE_NAME}.waitForTouchpoint`, {
			customer: 'email',
			email: '={{ $json.body.email }}',
			types: ['order_completed'],
			unit: 'minutes',
			amount: '={{ $json.body.minutes }}',
			lookBack: 'time',
			lookBackTime: '={{ $json.body.since }}',
			leaveWhen: { types: ['ticket_opened'] },
		}),
		...OUTPUTS.map((name) => node(name.replace(' ', '-'), name, 'n8n-nodes-base.noOp', {})),
	],
	connections: { Start: { main: [to('Wait')] }, Wait: { main: OUTPUTS.map(to) } },
	settings: { executionOrder: 'v1' },
};

/** Waits for one after the other in the list that is posted to it. */
export const oneByOne: Workflow = {
	id: 'waits-one-by-one',
	name: 'One by One',
	active: true,
	nodes: [
		node('start-loop', 'Start', 'n8n-nodes-base.webhook', {
			httpMethod: 'POST',
			path: 'start-loop',
			responseMode: 'onReceived',
			options: {},
		}),
		node('split-loop', 'Split', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.people' }),
		{ ...node('loop', 'Loop', 'n8n-nodes-base.splitInBatches', { options: {} }), typeVersion: 3 },
		node('wait-loop', 'Wait', `${PACKAGE_NAME}.waitForTouchpoint`, {
			customer: 'email',
			email: '={{ $json.email }}',
			types: ['order_completed'],
			unit: 'minutes',
			amount: 0.02,
		}),
	],
	connections: {
		Start: { main: [to('Split')] },
		Split: { main: [to('Loop')] },
		Loop: { main: [[], to('Wait')] },
		Wait: { main: [to('Loop'), to('Loop'), to('Loop')] },
	},
	settings: { executionOrder: 'v1' },
};

/** Opens waits for everybody in the list that is posted to it; a Journey Moment Trigger goes on with them. */
export const many: Workflow = {
	id: 'waits-many',
	name: 'Many',
	active: true,
	nodes: [
		node('start-many', 'Start', 'n8n-nodes-base.webhook', {
			httpMethod: 'POST',
			path: 'start-many',
			responseMode: 'onReceived',
			options: {},
		}),
		node('split', 'Split', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.people' }),
		node('wait-many', 'Wait', `${PACKAGE_NAME}.waitForTouchpoint`, {
			customer: 'email',
			email: '={{ $json.email }}',
			types: ['review_posted'],
			continueBy: 'moment',
			options: { waitName: 'a review' },
		}),
	],
	connections: { Start: { main: [to('Split')] }, Split: { main: [to('Wait')] } },
	settings: { executionOrder: 'v1' },
};

/** Goes on with them, and has the executions that wait looked after from the start of n8n. */
export const reviews: Workflow = {
	id: 'waits-reviews',
	name: 'Reviews',
	active: true,
	nodes: [
		node('moment', 'Moment', `${PACKAGE_NAME}.journeyMomentTrigger`, {
			triggerOn: 'wait_resolved',
			wait: 'a review',
		}),
		node('end', 'End', 'n8n-nodes-base.noOp', {}),
	],
	connections: { Moment: { main: [to('End')] } },
	settings: { executionOrder: 'v1' },
};
