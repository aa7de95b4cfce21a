/** A fact that makes a moment. */
export interface FoundMoment {
	readonly subject: string;
	readonly customerId: string | null;
	readonly journeyId: string | null;
	readonly dueAt: number;
	readonly body: Readonly<Record<string, unknown>>;
}

/** Adds a moment that is not yet there. A subject that was raised before, whatever became of it, changes nothing. */
export const INSERT_MOMENT = `INSERT INTO moment
	(subscription, subject, kind, customer_id, journey_id, due_at, body, lease_until, attempts)
	VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)
	ON CONFLICT (subscription, subject) DO NOTHING`;
