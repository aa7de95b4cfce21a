import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JourneyStore } from '../../store/journey-store';
import { closeStores, openStore } from '../../store/open-store';
import type { CredentialData } from './credentials';

/** A real store of its own, in a folder that is removed after the test. */
export interface TemporaryStore {
	readonly folder: string;
	readonly path: string;
	/** The credential by which nodes find it. */
	readonly credentials: CredentialData;
	/** The same store as the nodes use. */
	open(): Promise<JourneyStore>;
}

/** Gives each test of the file a new store; call it at the top of the file. */
export function temporaryStore(): TemporaryStore {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'customer-journey-'));
	});
	afterEach(async () => {
		await closeStores();
		rmSync(folder, { recursive: true, force: true });
	});
	const path = () => join(folder, 'journeys.sqlite');
	return {
		get folder() {
			return folder;
		},
		get path() {
			return path();
		},
		get credentials() {
			return { journeyStoreApi: { path: path() } };
		},
		open: async () => await openStore({ kind: 'sqlite', path: path() }),
	};
}
