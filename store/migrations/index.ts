import { initial } from './0001-initial';

/** All migrations in order; the place in the list, from 1, is the version. Never changed once released, only added to. */
export const MIGRATIONS: readonly (readonly string[])[] = [initial];
