import { randomUUID } from 'node:crypto';
import { migrate } from '../../store/migrations/migrate';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase } from '../support/databases';
import { NOON } from '../support/touchpoint';
import { describeContests } from './contracts/contested';

onEveryDatabase(({ name, open }) => {
	describeContests(name, async () => {
		const database = await open();
		await migrate(database, NOON);
		return { store: new SqlJourneyStore(database, randomUUID), database };
	});
});
