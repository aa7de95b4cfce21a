import type { CustomerContext, Person } from '../journey/customer-context';
import type { ExperienceCount } from '../journey/gaps/experience-count';
import type { Identity } from '../journey/identity';
import type { IdentityConflict } from '../journey/identity-resolution';
import type { IssuedOffer, Offer } from '../journey/offers/offer';
import type { JourneyDefinition } from '../journey/stages/definition';
import type { RefusedStage } from '../journey/stages/entry';
import type { Movement, MovementReason } from '../journey/stages/movement';
import type { Touchpoint } from '../journey/touchpoint';
import type { WaitStatus } from '../journey/waits/wait';
import type { CustomerStore } from './customer-store';
import type { DefinitionStore } from './definition-store';
import type { ExperimentStore } from './experiment-store';
import type { MomentStore } from './moment-store';
import type { ReportStore } from './report-store';
import type { WaitStore } from './wait-store';

/** Whether a touchpoint was kept now or was already known. */
export interface Acceptance {
	readonly id: string;
	readonly status: 'new' | 'duplicate';
}

export interface RecordOptions {
	readonly definition: JourneyDefinition;
	/** Epoch milliseconds. */
	readonly now: number;
}

/** What recording did with one touchpoint. */
export interface Recorded {
	readonly touchpointId: string;
	readonly outcome: 'moved' | 'stayed' | 'not_applied';
	/** Only where the outcome is `not_applied`; a `late` touchpoint is part of the history all the same. */
	readonly refusal: 'duplicate' | 'late' | 'no_identity' | 'test' | 'erased' | null;
	readonly customerId: string | null;
	readonly journeyId: string | null;
	/** The version of the definition that the journey goes by. */
	readonly journeyVersion: number | null;
	readonly movement: Movement | null;
	readonly from: string | null;
	readonly to: string | null;
	readonly why: MovementReason | null;
	/** For each stage that lists the touchpoint's type and was not entered, why. */
	readonly refused: readonly RefusedStage[];
	/** Folded into a history that had already gone on, or older than 72 hours on arrival: nothing is sent because of it. */
	readonly late: boolean;
	/** Identities that were not given to the customer, and why. */
	readonly conflicts: readonly IdentityConflict[];
	/** Ids of the waits that it ended. */
	readonly endedWaits: readonly string[];
}

export interface IssueRequest {
	readonly code: string;
	readonly offer: Offer;
	readonly customerId: string;
	readonly channel: string;
	/** Why this offer was chosen, kept with the code. */
	readonly decision: unknown;
	/** An experiment whose held-out customers get no code; left out, none holds anybody out. */
	readonly holdout?: string;
	readonly now: number;
}

export type Issuance =
	| { readonly ok: true; readonly issued: IssuedOffer }
	| {
			readonly ok: false;
			readonly why: 'customer_cap' | 'total_cap' | 'unknown_customer' | 'code_taken' | 'held_out';
	  };

export interface RedeemRequest {
	readonly code: string;
	readonly where: string;
	readonly orderId: string | null;
	readonly now: number;
}

export type Redemption =
	| { readonly ok: true; readonly repeated: boolean; readonly issued: IssuedOffer }
	| {
			readonly ok: false;
			readonly why: 'unknown_code' | 'already_redeemed' | 'expired' | 'revoked';
			/** The code as it stands, with when and where it was redeemed; null for an unknown code. */
			readonly issued: IssuedOffer | null;
	  };

/** How often an offer is in use: live or redeemed codes. */
export interface OfferUsage {
	readonly offerId: string;
	readonly total: number;
	readonly byCustomer: number;
}

/** Counts over the whole store, for summaries and health checks. */
export interface StoreTotals {
	readonly touchpoints: number;
	readonly notApplied: number;
	readonly customers: number;
	readonly journeys: number;
	readonly movements: Readonly<Partial<Record<Movement, number>>>;
	readonly issued: number;
	readonly redeemed: number;
	/** How many waits stand where; those that ended more than 30 days ago may have been removed. */
	readonly waits: Readonly<Partial<Record<WaitStatus, number>>>;
}

/**
 * Where touchpoints, customers, journeys and codes live. Whatever a method has written is committed, on disk, when its
 * promise resolves; it throws `StoreError` with the next step when the database cannot do it.
 */
export interface JourneyStore
	extends CustomerStore, WaitStore, MomentStore, DefinitionStore, ReportStore, ExperimentStore {
	/** Keeps touchpoints as facts, each once by its id. Order of the result is that of the input. */
	accept(touchpoints: readonly Touchpoint[]): Promise<readonly Acceptance[]>;
	/** Accepts what is new, finds or makes the customers, and folds each touchpoint into its journey. */
	record(touchpoints: readonly Touchpoint[], options: RecordOptions): Promise<readonly Recorded[]>;
	/**
	 * Everything known of the customer with this identity or customer id; null when there is none. `workspaceZone` is the
	 * IANA zone of customers who tell none, UTC when left out.
	 */
	getContext(
		who: Identity | { readonly customerId: string },
		touchpointLimit: number,
		now: number,
		workspaceZone?: string,
	): Promise<CustomerContext | null>;
	/** Who these customers are, by the id each was asked for by; those the store does not know are left out. */
	getPeople(customerIds: readonly string[]): Promise<ReadonlyMap<string, Person>>;

	/** Keeps an offer, replacing the one with the same id. */
	saveOffer(offer: Offer, now: number): Promise<void>;
	getOffers(): Promise<readonly Offer[]>;
	/** Usage of every offer that has a code, as one customer sees it. */
	getOfferUsage(customerId: string, now: number): Promise<readonly OfferUsage[]>;
	/** Gives the customer a code if the caps allow it, in one statement. */
	issue(request: IssueRequest): Promise<Issuance>;
	/** Redeems a code once; the same code with the same order id again is told so and changes nothing. */
	redeem(request: RedeemRequest): Promise<Redemption>;

	getExperience(definition: string): Promise<readonly ExperienceCount[]>;
	getTotals(): Promise<StoreTotals>;
	/** How many accepted touchpoints wait to be applied, tests left out; counting stops at `atMost`. */
	getBacklog(atMost: number): Promise<number>;
	/** Whether it was closed: it can do nothing any more. */
	readonly isClosed: boolean;
	close(): Promise<void>;
}
