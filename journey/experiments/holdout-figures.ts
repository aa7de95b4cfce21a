import type { Interval } from '../gaps/interval';
import type { ArmCount } from './arm-count';
import { differenceInterval } from './difference-interval';
import { HELD_OUT } from './experiment';
import { OFFERED } from './holdout';
import {
	checkSampleRatio,
	expectedCustomers,
	type ArmTally,
	type SampleRatio,
} from './sample-ratio';

export interface HoldoutOptions {
	/** What fewer customers than this did is left out, since it would tell what single ones did. */
	readonly hideBelow: number;
	/** With fewer customers than this in one arm nothing is concluded. */
	readonly minimumSample: number;
	/** Of the interval, between 0 and 1. */
	readonly confidence: number;
}

export interface HoldoutArm {
	readonly customers: number;
	/** How many there would be by the draw. */
	readonly expected: number;
	/** How many have ordered since their draw; null where that is hidden. */
	readonly buyers: number | null;
}

/** What offers changed: whether more of those who could get one have ordered than of those held out. */
export const EFFECT_VERDICTS = [
	'more_buyers',
	'fewer_buyers',
	'no_difference_shown',
	'not_enough_data',
	'mismatch',
] as const;

export interface HoldoutFigures {
	readonly holdout: string;
	readonly heldOut: HoldoutArm;
	readonly offered: HoldoutArm;
	/** Customers of both arms by a merge, who get no more offers. */
	readonly mixed: number;
	readonly sampleRatio: SampleRatio;
	readonly verdict: (typeof EFFECT_VERDICTS)[number];
	/** Share of buyers among those who could get an offer, minus that among those held out; null where either is hidden. */
	readonly difference: (Interval & { readonly value: number }) | null;
}

/**
 * Gives the figures of every holdout, by name, from counts of the store. Customers are compared by the arm drawn for them,
 * whether or not they took an offer, so that only chance tells the two apart. Nothing is concluded when the arms are not as
 * large as drawn.
 */
export function holdoutFigures(
	counts: readonly ArmCount[],
	options: HoldoutOptions,
): readonly HoldoutFigures[] {
	return [...Map.groupBy(counts, ({ experiment }) => experiment)]
		.toSorted(([a], [b]) => (a < b ? -1 : 1))
		.map(([holdout, own]) => figuresOf(holdout, own, options));
}

function figuresOf(
	holdout: string,
	counts: readonly ArmCount[],
	options: HoldoutOptions,
): HoldoutFigures {
	const tallies = talliesOf(counts);
	const heldOut = armOf(HELD_OUT, counts, tallies, options);
	const offered = armOf(OFFERED, counts, tallies, options);
	const sampleRatio = checkSampleRatio(tallies);
	const difference = differenceOf(offered, heldOut, options);
	const isSmall = Math.min(heldOut.customers, offered.customers) < options.minimumSample;
	return {
		holdout,
		heldOut,
		offered,
		mixed: sum(counts, ({ mixed }) => mixed),
		sampleRatio,
		verdict: verdictOf(sampleRatio, isSmall ? null : difference),
		difference,
	};
}

/** One tally for each set of weights. */
function talliesOf(counts: readonly ArmCount[]): readonly ArmTally[] {
	const bySet = Map.groupBy(counts, ({ arms }) => JSON.stringify(arms));
	return [...bySet.values()].map((own) => ({
		arms: own[0]!.arms,
		customers: Object.fromEntries(own.map(({ arm, customers }) => [arm, customers])),
	}));
}

function armOf(
	arm: string,
	counts: readonly ArmCount[],
	tallies: readonly ArmTally[],
	{ hideBelow }: HoldoutOptions,
): HoldoutArm {
	const own = counts.filter((count) => count.arm === arm);
	const customers = sum(own, (count) => count.customers);
	return {
		customers,
		expected: sum(tallies, (tally) => {
			const place = tally.arms.findIndex(({ name }) => name === arm);
			return expectedCustomers(tally)[place] ?? 0;
		}),
		buyers: customers > 0 && customers < hideBelow ? null : sum(own, ({ buyers }) => buyers),
	};
}

function differenceOf(
	offered: HoldoutArm,
	heldOut: HoldoutArm,
	{ confidence }: HoldoutOptions,
): HoldoutFigures['difference'] {
	if (offered.buyers === null || heldOut.buyers === null) return null;
	if (offered.customers === 0 || heldOut.customers === 0) return null;
	const a = { hits: offered.buyers, n: offered.customers };
	const b = { hits: heldOut.buyers, n: heldOut.customers };
	return { value: a.hits / a.n - b.hits / b.n, ...differenceInterval(a, b, confidence) };
}

/** `difference` is null where there is none to conclude from. */
function verdictOf(
	sampleRatio: SampleRatio,
	difference: Interval | null,
): HoldoutFigures['verdict'] {
	if (sampleRatio.verdict === 'mismatch') return 'mismatch';
	if (difference === null) return 'not_enough_data';
	if (difference.low > 0) return 'more_buyers';
	return difference.high < 0 ? 'fewer_buyers' : 'no_difference_shown';
}

function sum<Item>(items: readonly Item[], amount: (item: Item) => number): number {
	return items.reduce((total, item) => total + amount(item), 0);
}
