import 'reflect-metadata';
import { resolveWebhookDescriptionField } from 'n8n-workflow';
import { webhooks } from '../../nodes/TouchpointTrigger/webhooks';
import { NODE, workflowOf } from '../engine/harness';

const FIELDS = ['httpMethod', 'path', 'isFullPath'];

describe.each([
	{ source: 'segment', path: 'journey/segment' },
	{ source: 'rudderstack', path: 'journey' },
	{ source: 'whatsapp', path: 'journey' },
	{ source: 'intercom', path: '' },
	{ source: 'segment', path: ' /journey/segment/ ' },
	{ source: 'segment', path: '' },
	{ source: 'shopify', path: 'journey' },
])('with the fields %j', (parameters) => {
	const workflow = workflowOf({ type: 'touchpointTrigger', typeVersion: 2, parameters });
	const node = workflow.getNode(NODE)!;

	test('the addresses that the editor shows are those at which n8n listens', () => {
		for (const description of webhooks) {
			for (const field of FIELDS) {
				const native = resolveWebhookDescriptionField(node, description, field);
				const evaluated: unknown = workflow.expression.getSimpleParameterValue(
					node,
					description[field] as string,
					'internal',
					{},
				);
				expect(native.resolved ? native.value : description[field]).toEqual(evaluated);
			}
		}
	});
});

test('no field of an address needs the expression engine', () => {
	const parameters = { source: 'segment', path: 'journey' };
	const node = workflowOf({ type: 'touchpointTrigger', typeVersion: 2, parameters }).getNode(NODE)!;
	const dynamic = webhooks.flatMap((description) =>
		FIELDS.filter((field) => String(description[field]).startsWith('=')).map(
			(field) => resolveWebhookDescriptionField(node, description, field).resolved,
		),
	);
	expect(dynamic.length).toBeGreaterThan(0);
	expect(dynamic).not.toContain(false);
});

test('no address is registered for OPTIONS, which n8n answers without asking the node', () => {
	const parameters = { source: 'cloudevents', path: 'journey' };
	const node = workflowOf({ type: 'touchpointTrigger', typeVersion: 2, parameters }).getNode(NODE)!;
	expect(resolveWebhookDescriptionField(node, webhooks[0]!, 'httpMethod')).toEqual({
		resolved: true,
		value: ['POST'],
	});
});
