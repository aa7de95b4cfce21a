import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';

/** Node's own modules in both spellings: `import 'fs'` and `import 'node:fs'`. */
const NODE_MODULES = [
	'node:*',
	'assert',
	'buffer',
	'child_process',
	'crypto',
	'fs',
	'fs/*',
	'http',
	'https',
	'net',
	'os',
	'path',
	'stream',
	'url',
	'util',
	'worker_threads',
	'zlib',
];

const N8N = ['n8n-workflow', 'n8n-core', 'n8n-*'];

/** Folders of the house, from the outside in: each may import only those after it, and sources, report and store not each other. */
const FOLDERS = ['nodes', 'credentials', 'commands', 'sources', 'report', 'store', 'journey'];

/**
 * Forbids imports: folders of the house other than those allowed, and modules by pattern.
 * @param {string} folder @param {readonly string[]} allowed @param {readonly { group: string[], message: string }[]} more
 */
function importsOf(folder, allowed, more = []) {
	const forbidden = FOLDERS.filter((other) => other !== folder && !allowed.includes(other));
	const outside = ['examples', 'host', 'bench', 'test', 'scripts'];
	return {
		files: [`${folder}/**/*.ts`],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: `^(\\.\\./)+(${[...forbidden, ...outside].join('|')})(/|$)`,
							message: `${folder}/ may import only from itself${allowed.map((name) => ` and ${name}/`).join('')}: dependencies point one way.`,
						},
						...more,
					],
				},
			],
		},
	};
}

const noN8n = { group: N8N, message: 'Only nodes/ and credentials/ know n8n.' };

export default [
	{
		// What is made, not written.
		ignores: ['dist/', 'coverage/', 'host/node_modules/', '.customer-journey/'],
	},
	...configWithoutCloudSupport,
	{
		// n8n installs what `dependencies` names; a bundle of our own would hide from users what runs in their n8n.
		files: ['package.json'],
		rules: { '@n8n/community-nodes/no-runtime-dependencies': 'off' },
	},
	{
		files: ['**/*.ts'],
		rules: {
			// To leave fields out of an object, or items out of a list, they have to be named.
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ ignoreRestSiblings: true, destructuredArrayIgnorePattern: '^_' },
			],
			// Control characters and combining marks are looked for on purpose; written as escapes they are seen.
			'no-control-regex': 'off',
			'no-misleading-character-class': ['error', { allowEscape: true }],
		},
	},
	{
		files: ['**/*.ts'],
		ignores: ['nodes/**', 'credentials/**'],
		rules: {
			// Rules about nodes. Elsewhere errors are ours to choose: n8n's error classes belong at the node's edge.
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
	{
		// What a user's n8n never runs: it starts programs, and has secrets of its own to sign with.
		files: ['host/**/*.ts', 'bench/**/*.ts', 'examples/**/*.ts', 'test/**/*.ts', 'scripts/**'],
		rules: {
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-hardcoded-secrets': 'off',
		},
	},
	importsOf('nodes', ['sources', 'report', 'store', 'journey']),
	importsOf('credentials', []),
	importsOf('commands', ['store', 'journey'], [noN8n]),
	importsOf('sources', ['journey'], [noN8n]),
	importsOf('report', ['journey'], [noN8n]),
	importsOf('store', ['journey'], [noN8n]),
	importsOf(
		'journey',
		[],
		[
			noN8n,
			{
				group: NODE_MODULES,
				message: 'journey/ is pure: what it needs of the machine is handed in.',
			},
		],
	),
	{
		files: ['journey/**/*.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: "MemberExpression[object.name='Date'][property.name='now']",
					message: 'The clock is given: take `now` as a parameter.',
				},
				{
					selector: "NewExpression[callee.name='Date'][arguments.length=0]",
					message: 'The clock is given: take `now` as a parameter.',
				},
				{
					selector:
						"CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local|utc)$/][arguments.length=0]",
					message: 'The clock is given: take `now` as a parameter.',
				},
				{
					selector: "MemberExpression[object.name='Math'][property.name='random']",
					message: 'Chance is given: take random bytes as a parameter.',
				},
			],
			'no-restricted-globals': ['error', 'process', 'performance', 'crypto', 'fetch'],
		},
	},
];
