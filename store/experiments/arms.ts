import { drawArm, standingArm, type Experiment } from '../../journey/experiments/experiment';
import { findCustomer } from '../customers/find-customer';
import { run, type Transaction } from '../database';

/** Gives the arm of a customer and draws it where there is none yet; see `ExperimentStore`. */
export async function assignArm(
	transaction: Transaction,
	experiment: Experiment,
	customerId: string,
	now: number,
): Promise<string | null> {
	const found = await findArm(transaction, experiment, customerId);
	if (!found || found.isDrawn) return found?.arm ?? null;
	await run(
		transaction,
		`INSERT INTO experiment_arm (experiment, drawn_for, customer_id, arm, weights, drawn_at)
			VALUES (?, ?, ?, ?, ?, ?)`,
		[
			experiment.name,
			found.customerId,
			found.customerId,
			found.arm,
			JSON.stringify(experiment.arms),
			now,
		],
	);
	return found.arm;
}

/** Gives the arm of a customer, also one that is not drawn yet; null for an unknown customer. */
export async function previewArm(
	transaction: Transaction,
	experiment: Experiment,
	customerId: string,
): Promise<string | null> {
	return (await findArm(transaction, experiment, customerId))?.arm ?? null;
}

async function findArm(
	transaction: Transaction,
	experiment: Experiment,
	customerId: string,
): Promise<{ customerId: string; arm: string; isDrawn: boolean } | null> {
	const customer = await findCustomer(transaction, { customerId });
	if (!customer) return null;
	const rows = await transaction.all(
		'SELECT arm, drawn_for, drawn_at FROM experiment_arm WHERE customer_id = ? AND experiment = ?',
		[customer.id, experiment.name],
	);
	const drawn = standingArm(
		rows.map((row) => ({
			arm: String(row.arm),
			drawnFor: String(row.drawn_for),
			drawnAt: Number(row.drawn_at),
		})),
	);
	return {
		customerId: customer.id,
		arm: drawn ?? drawArm(experiment, customer.id),
		isDrawn: drawn !== null,
	};
}
