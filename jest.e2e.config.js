'use strict';

const base = require('./jest.config.js');

/**
 * The end-to-end tests: a real n8n and a real browser. One at a time, since each brings up an n8n of its own.
 * @type {import('jest').Config}
 */
module.exports = {
	...base,
	testMatch: ['**/*.e2e.ts'],
	maxWorkers: 1,
	testTimeout: 300_000,
};
