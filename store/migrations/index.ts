import { initial } from './0001-initial';
import { moments } from './0002-moments';
import { waits } from './0003-waits';
import { people } from './0004-people';
import { stages } from './0005-stages';
import { valueAndAccounts } from './0006-value-and-accounts';
import { reports } from './0007-reports';
import { contestedIdentities } from './0008-contested-identities';
import { experiments } from './0009-experiments';
import { rfmHistory } from './0010-rfm-history';
import { lessToLookAt } from './0011-less-to-look-at';
import type { Migration } from './migration';

/** All migrations in order; the place in the list, from 1, is the version. Never changed once released, only added to. */
export const MIGRATIONS: readonly Migration[] = [
	initial,
	moments,
	waits,
	people,
	stages,
	valueAndAccounts,
	reports,
	contestedIdentities,
	experiments,
	rfmHistory,
	lessToLookAt,
];
