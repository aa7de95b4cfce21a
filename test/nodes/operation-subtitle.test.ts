import { operationSubtitle } from '../../nodes/shared/operation-subtitle';
import { TestNodeTypes } from '../engine/node-types';

const types = new TestNodeTypes();

describe('the text under a node that has operations', () => {
	test.each([
		['journeyStage', 'customer.getContext', 'Customer: Get Context'],
		['journeyStage', 'journey.getAll', 'Journey: Get Many'],
		['personalizedOffer', 'offer.choose', 'Offer: Choose'],
		['gapAnalysis', 'journey.analyze', 'Journey: Analyze Journey'],
	])('of %s says %s as the panel does: %s', (node, choice, text) => {
		const { subtitle } = types.getByNameAndVersion(
			`n8n-nodes-customer-journey.${node}`,
		).description;
		expect(subtitle).toContain(`${JSON.stringify(choice)}:${JSON.stringify(text)}`);
	});

	test('keeps operations of two resources with the same value apart', () => {
		const choice = (value: string, name: string) => ({ name, value });
		const operation = (resource: string, name: string) => ({
			displayName: 'Operation',
			name: 'operation',
			type: 'options' as const,
			options: [choice('get', name)],
			default: 'get',
			displayOptions: { show: { resource: [resource] } },
		});
		const resource = {
			displayName: 'Resource',
			name: 'resource',
			type: 'options' as const,
			options: [choice('cat', 'Cat'), choice('dog', 'Dog')],
			default: 'cat',
		};
		expect(
			operationSubtitle([resource, operation('cat', 'Stroke'), operation('dog', 'Walk')]),
		).toBe(
			'={{ {"cat.get":"Cat: Stroke","dog.get":"Dog: Walk"}[$parameter["resource"] + "." + $parameter["operation"]] }}',
		);
	});
});
