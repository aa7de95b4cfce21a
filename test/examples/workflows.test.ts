import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers } from 'n8n-workflow';
import type { IConnections, INode } from 'n8n-workflow';
import { OWN, TestNodeTypes } from '../engine/node-types';

interface ExampleWorkflow {
	readonly id: string;
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
}

const FOLDER = join(__dirname, '..', '..', 'examples');
const README = readFileSync(join(FOLDER, 'README.md'), 'utf8');

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const examples = files.map((file) => {
	const workflow = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as ExampleWorkflow;
	return [file, workflow] as const;
});
const ownNodes = examples.flatMap(([file, { nodes }]) =>
	nodes
		.filter(({ type }) => type.startsWith(OWN))
		.map((node) => [`${file}: ${node.name}`, node] as const),
);
const types = new TestNodeTypes();

test('there are examples to test', () => {
	expect(files).toHaveLength(7);
});

test.each(ownNodes)('%s is filled in so that n8n finds nothing missing', (_, node) => {
	const { description } = types.getByNameAndVersion(node.type, node.typeVersion);
	const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
	expect(issues).toBeNull();
});

test.each(ownNodes)('%s sets only fields that it has', (_, node) => {
	const { properties } = types.getByNameAndVersion(node.type, node.typeVersion).description;
	const known = new Set(properties.map(({ name }) => name));
	expect(Object.keys(node.parameters).filter((name) => !known.has(name))).toEqual([]);
});

test.each(examples)(
	'%s connects only nodes that it has, and outputs that they have',
	(_, workflow) => {
		const names = new Set(workflow.nodes.map(({ name }) => name));
		for (const [from, { main }] of Object.entries(workflow.connections)) {
			expect(names).toContain(from);
			for (const { node } of main?.flatMap((output) => output ?? []) ?? [])
				expect(names).toContain(node);
		}
	},
);

test.each(examples)(
	'%s names its credentials as the README lists them, by ids that n8n can store',
	(_, workflow) => {
		for (const { credentials = {} } of workflow.nodes) {
			for (const { id } of Object.values(credentials)) {
				expect(README).toContain(`\`${id}\``);
				expect(String(id).length).toBeLessThanOrEqual(36);
			}
		}
	},
);

test.each(examples)('%s explains itself in sticky notes that overlap nothing', (_, { nodes }) => {
	const notes = nodes
		.filter(({ type }) => type === 'n8n-nodes-base.stickyNote')
		.map(({ position: [left, top], parameters: { width, height } }) => ({
			left,
			top,
			right: left + Number(width),
			bottom: top + Number(height),
		}));
	expect(notes.length).toBeGreaterThan(0);
	notes.forEach((a, index) => {
		for (const b of notes.slice(index + 1)) {
			const apart =
				a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
			expect(apart).toBe(true);
		}
	});
});

test('no two workflows or nodes have the same id', () => {
	const ids = examples.flatMap(([, { id, nodes }]) => [id, ...nodes.map((node) => node.id)]);
	expect(new Set(ids).size).toBe(ids.length);
});
