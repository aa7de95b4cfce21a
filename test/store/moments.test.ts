import { randomUUID } from 'node:crypto';
import { migrate } from '../../store/migrations/migrate';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase } from '../support/databases';
import { NOON } from '../support/touchpoint';
import { describeMomentStore } from './contracts/moments';

onEveryDatabase(({ name, open }) => {
	describeMomentStore(name, async () => {
		const database = await open();
		await migrate(database, NOON);
		return new SqlJourneyStore(database, randomUUID);
	});
});
