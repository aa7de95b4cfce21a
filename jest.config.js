'use strict';

/** Packages that ship ES modules only; jest's CommonJS loader needs them transpiled. */
const ES_MODULES = ['d3-[a-z-]+', 'internmap', 'qr', 'postal-mime', 'svix', 'temporal-[a-z]+'];

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	transform: {
		'^.+\\.m?[tj]s$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json' }],
	},
	transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})/)`],
	testTimeout: 60_000,
};
