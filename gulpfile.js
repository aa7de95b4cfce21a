'use strict';

const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

/** What n8n reads beside the compiled nodes and credentials, and what tests and `npm start` read of the examples. */
const ASSETS = [
	'nodes/**/*.svg',
	'nodes/**/*.node.json',
	'nodes/**/__schema__/**/*.json',
	'credentials/**/*.svg',
	'examples/*.json',
];

/** Copies the assets to dist/, each to the place that it has in the sources. */
function build() {
	// Without `encoding: false` gulp would read the files as text.
	return src(ASSETS, { base: '.', encoding: false, allowEmpty: true }).pipe(dest('dist'));
}

/** Removes everything that was built. */
async function clean() {
	await rm('dist', { recursive: true, force: true });
}

module.exports = { build, clean, default: build };
