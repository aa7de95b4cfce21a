'use strict';

const base = require('./jest.config.js');

/**
 * The long tests: processes that race and crash on both databases. One file at a time, so that the processes of one
 * have the machine to themselves.
 * @type {import('jest').Config}
 */
module.exports = {
	...base,
	testMatch: ['**/*.long.ts'],
	maxWorkers: 1,
	testTimeout: 1_800_000,
};
