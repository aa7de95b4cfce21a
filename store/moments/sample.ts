import type { MomentKind } from '../../journey/moments/moment';
import { stallThresholds } from '../../journey/moments/stall-threshold';
import type { MomentSettings } from '../../journey/moments/subscription';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Definitions } from '../definitions';
import type { Dialect, Row, Transaction } from '../database';
import type { ClaimedMoment } from '../moment-store';
import { expiringOffer } from './find-expiring-offers';
import { stall, STAYING } from './stalls-among';
import type { FoundMoment } from './moment-rows';
import { staySubject } from './stage-entered';

interface Surroundings {
	readonly transaction: Transaction;
	readonly dialect: Dialect;
	readonly definitions: Definitions;
}

/** Gives what a trigger with these settings could tell of, as of now, whether or not it is due; null when there is nothing. */
export async function sampleMoment(
	surroundings: Surroundings,
	settings: MomentSettings,
	now: number,
): Promise<ClaimedMoment | null> {
	const { transaction } = surroundings;
	switch (settings.kind) {
		case 'stage_entered':
			return await enteredStage(surroundings, settings, now);
		case 'customer_stalled':
			return await longestStay(surroundings, settings, now);
		case 'wait_resolved':
			return await resolvedWait(transaction);
		case 'offer_expiring': {
			const [row] = await transaction.all(
				`SELECT code, offer_id, customer_id, expires_at FROM issued_offer
					WHERE state = 'issued' AND expires_at > ? ORDER BY expires_at LIMIT 1`,
				[now],
			);
			return row ? sample(settings.kind, expiringOffer(row, settings.leadMs)) : null;
		}
		case 'touchpoint_not_applied': {
			const [row] = await transaction.all(
				'SELECT body FROM touchpoint WHERE applied_at IS NULL AND test = 0 ORDER BY received_at LIMIT 1',
				[],
			);
			if (!row) return null;
			const touchpoint = JSON.parse(String(row.body)) as Touchpoint;
			const found = { subject: touchpoint.id, customerId: null, journeyId: null, body: {} };
			const dueAt = touchpoint.receivedAt + settings.afterMs;
			return { ...sample(settings.kind, { ...found, dueAt }), touchpoint };
		}
	}
}

function sample(kind: MomentKind, found: FoundMoment): ClaimedMoment {
	return { ...found, kind, attempt: 1, touchpoint: null };
}

/** The customers who are there now stand for all who came: their visits are the ones an index finds. */
const OPEN_VISITS = `SELECT v.journey_id, v.stage, v.segment, v.movement, v.entered_at, v.entered_by,
	${STAYING}, j.journey_key, j.version
	FROM visit v JOIN journey j ON j.id = v.journey_id
	WHERE v.left_at IS NULL AND v.stage = ? AND j.definition = ? AND j.status = 'active'`;

async function enteredStage(
	{ transaction, dialect, definitions }: Surroundings,
	{ journey, stages, movements }: Extract<MomentSettings, { kind: 'stage_entered' }>,
	now: number,
): Promise<ClaimedMoment | null> {
	const definition = await definitions.get(transaction, journey);
	const names = definition?.stages.map(({ name }) => name) ?? [];
	const all = JSON.stringify(movements);
	const found: Row[] = [];
	for (const stage of stages.length > 0 ? stages : names) {
		const [row] = await transaction.all(
			`${OPEN_VISITS} ${movements.length > 0 ? `AND v.movement IN ${dialect.listOfTexts}` : ''}
				ORDER BY v.entered_at DESC LIMIT 1`,
			movements.length > 0 ? [stage, journey, all] : [stage, journey],
		);
		if (row) found.push(row);
	}
	const [latest] = found.sort((a, b) => Number(b.entered_at) - Number(a.entered_at));
	if (!latest) return null;
	const [entering] = await transaction.all('SELECT body FROM touchpoint WHERE id = ?', [
		latest.entered_by ?? null,
	]);
	const touchpoint = entering ? (JSON.parse(String(entering.body)) as Touchpoint) : null;
	return sample('stage_entered', {
		subject: staySubject(journey, String(latest.entered_by)),
		customerId: String(latest.customer_id),
		journeyId: String(latest.journey_id),
		dueAt: now,
		body: {
			journey,
			journeyVersion: Number(latest.version),
			journeyKey: String(latest.journey_key),
			stage: String(latest.stage),
			from: null,
			movement: String(latest.movement),
			why: 'entry_rule',
			enteredAt: Number(latest.entered_at),
			touchpointId: String(latest.entered_by),
			type: touchpoint?.type ?? null,
			channel: touchpoint?.channel ?? null,
			occurredAt: Number(latest.entered_at),
		},
	});
}

async function longestStay(
	{ transaction, definitions }: Surroundings,
	settings: Extract<MomentSettings, { kind: 'customer_stalled' }>,
	now: number,
): Promise<ClaimedMoment | null> {
	const { journey } = settings;
	const definition = await definitions.get(transaction, journey);
	const found: FoundMoment[] = [];
	// What is learned takes a while and says nothing more about how an item looks.
	for (const threshold of definition ? stallThresholds(definition, settings, []) : []) {
		const [row] = await transaction.all(`${OPEN_VISITS} ORDER BY v.entered_at LIMIT 1`, [
			threshold.stage,
			journey,
		]);
		if (row) found.push(stall(journey, row, threshold));
	}
	const [first] = found.sort((a, b) => a.dueAt - b.dueAt);
	return first ? sample('customer_stalled', { ...first, dueAt: Math.min(first.dueAt, now) }) : null;
}

async function resolvedWait(transaction: Transaction): Promise<ClaimedMoment | null> {
	const [row] = await transaction.all(
		`SELECT subject, customer_id, journey_id, due_at, body FROM moment
			WHERE kind = 'wait_resolved' ORDER BY due_at DESC LIMIT 1`,
		[],
	);
	if (!row) return null;
	return sample('wait_resolved', {
		subject: String(row.subject),
		customerId: row.customer_id === null ? null : String(row.customer_id),
		journeyId: row.journey_id === null ? null : String(row.journey_id),
		dueAt: Number(row.due_at),
		body: JSON.parse(String(row.body)) as Record<string, unknown>,
	});
}
