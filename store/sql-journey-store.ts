import type { CustomerContext, Person } from '../journey/customer-context';
import type { ExperienceCount } from '../journey/gaps/experience-count';
import type { Identity } from '../journey/identity';
import type { ActivitySlot, StageFacts } from '../journey/figures/stage-facts';
import type { IdentityRule } from '../journey/identity-use';
import type { ArmCount } from '../journey/experiments/arm-count';
import type { Experiment } from '../journey/experiments/experiment';
import type { Offer } from '../journey/offers/offer';
import type { Stay } from '../journey/moments/stall-threshold';
import type { MomentSettings } from '../journey/moments/subscription';
import type { JourneyDefinition, JourneyDraft } from '../journey/stages/definition';
import type { Touchpoint } from '../journey/touchpoint';
import type {
	CustomerExport,
	Erasure,
	IdentityRuleSet,
	MergeOutcome,
	Noted,
	Who,
} from './customer-store';
import type { CustomerWork } from './customers/customer-work';
import { eraseCustomer } from './customers/erase';
import { exportCustomer } from './customers/export';
import { mergeCustomers } from './customers/merge';
import { noteForCustomer } from './customers/note';
import { setIdentityRule } from './customers/set-identity-rule';
import type { Database, Transaction } from './database';
import type { SavedDefinition, VersionUse } from './definition-store';
import { Definitions } from './definitions';
import { assignArm, previewArm } from './experiments/arms';
import { countArms } from './experiments/count-arms';
import type {
	Acceptance,
	Issuance,
	IssueRequest,
	JourneyStore,
	OfferUsage,
	Recorded,
	RecordOptions,
	Redemption,
	RedeemRequest,
	StoreTotals,
} from './journey-store';
import type {
	Claim,
	ClaimedMoment,
	ClaimRequest,
	FindRequest,
	Found,
	MomentAttempt,
	MomentCounts,
	SubscribeRequest,
	Subscription,
} from './moment-store';
import { claimMoments } from './moments/claim';
import { findMoments } from './moments/find';
import { countMoments, getStays } from './moments/read';
import { sampleMoment } from './moments/sample';
import { failMoments, fireMoments, releaseMoments, renewMoments } from './moments/settle';
import { subscribe } from './moments/subscribe';
import { getOffers, getOfferUsage, saveOffer } from './offers/catalogue';
import { issue } from './offers/issue';
import { redeem } from './offers/redeem';
import { getActivity } from './reading/activity';
import { getContext } from './reading/get-context';
import { getPeople } from './reading/get-people';
import { getBacklog, getExperience, getTotals } from './reading/figures';
import { KnownRfmLimits } from './value/rfm-limits';
import { getStageFacts } from './reading/stage-report';
import { accept } from './recording/accept';
import { getVersionUse, moveJourneys } from './recording/move-journeys';
import { record } from './recording/record';
import type { ReportQuery, StageFactsQuery } from './report-store';
import type { KeptWait, Resume, WaitRequest } from './wait-store';
import { timeOutWaits } from './waits/due';
import { openWaits } from './waits/open';
import { countWaiting, getWait, hasMomentTrigger } from './waits/read';
import { claimResumes, nextWaitTime, postponeResume, settleResume } from './waits/resumes';

/**
 * The journey store on any SQL database behind the `Database` port, method by method in the order of its own ports. A method is
 * one transaction; work that would hold the others up is handed the database, and takes several.
 */
export class SqlJourneyStore implements JourneyStore {
	readonly #database: Database;
	readonly #definitions = new Definitions();
	readonly #rfmLimits = new KnownRfmLimits(this.#definitions);
	readonly #newId: () => string;
	#isClosed = false;

	/** Takes a migrated database and a source of unique ids for customers and journeys. */
	constructor(database: Database, newId: () => string) {
		this.#database = database;
		this.#newId = newId;
	}

	accept(touchpoints: readonly Touchpoint[]): Promise<readonly Acceptance[]> {
		return this.#database.write((transaction) =>
			accept(transaction, this.#database.dialect, touchpoints),
		);
	}

	async record(
		touchpoints: readonly Touchpoint[],
		options: RecordOptions,
	): Promise<readonly Recorded[]> {
		const { dialect } = this.#database;
		await this.#rfmLimits.keepFor(options.definition, this.#database, options.now);
		return await this.#database.write((transaction) =>
			record(
				{ transaction, dialect, definitions: this.#definitions, newId: this.#newId },
				touchpoints,
				options,
			),
		);
	}

	async getContext(
		who: Identity | { readonly customerId: string },
		touchpointLimit: number,
		now: number,
		workspaceZone = 'UTC',
	): Promise<CustomerContext | null> {
		const { dialect } = this.#database;
		const definitions = this.#definitions;
		const rfmLimits = await this.#rfmLimits.at(this.#database, now);
		return await this.#database.read((transaction) =>
			getContext(
				{ transaction, dialect, definitions, rfmLimits, now, workspaceZone },
				who,
				touchpointLimit,
			),
		);
	}

	getPeople(customerIds: readonly string[]): Promise<ReadonlyMap<string, Person>> {
		const { dialect } = this.#database;
		return this.#database.read((transaction) => getPeople(transaction, dialect, customerIds));
	}

	saveDefinition(definition: JourneyDefinition): Promise<void> {
		return this.#database.write((transaction) => this.#definitions.save(transaction, definition));
	}

	saveNextVersion(draft: JourneyDraft): Promise<SavedDefinition> {
		return this.#database.write((transaction) => this.#definitions.saveNext(transaction, draft));
	}

	getDefinition(name: string, version?: number): Promise<JourneyDefinition | null> {
		return this.#database.read((transaction) => this.#definitions.get(transaction, name, version));
	}

	listDefinitions(): Promise<readonly JourneyDefinition[]> {
		return this.#database.read((transaction) => this.#definitions.list(transaction));
	}

	getVersionUse(name: string): Promise<readonly VersionUse[]> {
		return this.#database.read((transaction) => getVersionUse(transaction, name));
	}

	moveJourneys(name: string, version: number, atMost: number): Promise<number> {
		return this.#database.write((transaction) =>
			moveJourneys(transaction, this.#definitions, name, version, atMost),
		);
	}

	saveOffer(offer: Offer, now: number): Promise<void> {
		return this.#database.write((transaction) => saveOffer(transaction, offer, now));
	}

	getOffers(): Promise<readonly Offer[]> {
		return this.#database.read(getOffers);
	}

	getOfferUsage(customerId: string, now: number): Promise<readonly OfferUsage[]> {
		return this.#database.read((transaction) => getOfferUsage(transaction, customerId, now));
	}

	issue(request: IssueRequest): Promise<Issuance> {
		return this.#database.write((transaction) => issue(transaction, request));
	}

	redeem(request: RedeemRequest): Promise<Redemption> {
		return this.#database.write((transaction) => redeem(transaction, request));
	}

	assignArm(experiment: Experiment, customerId: string, now: number): Promise<string | null> {
		return this.#database.write((transaction) =>
			assignArm(transaction, experiment, customerId, now),
		);
	}

	previewArm(experiment: Experiment, customerId: string): Promise<string | null> {
		return this.#database.read((transaction) => previewArm(transaction, experiment, customerId));
	}

	countArms(): Promise<readonly ArmCount[]> {
		return countArms(this.#database);
	}

	getExperience(definition: string): Promise<readonly ExperienceCount[]> {
		return this.#database.read((transaction) => getExperience(transaction, definition));
	}

	getStageFacts(query: StageFactsQuery): Promise<StageFacts> {
		return this.#database.read((transaction) => getStageFacts(transaction, query));
	}

	getActivity(query: ReportQuery): Promise<readonly ActivitySlot[]> {
		return this.#database.read((transaction) => getActivity(transaction, query));
	}

	getTotals(): Promise<StoreTotals> {
		return this.#database.read(getTotals);
	}

	getBacklog(atMost: number): Promise<number> {
		return this.#database.read((transaction) => getBacklog(transaction, atMost));
	}

	openWaits(requests: readonly WaitRequest[], now: number): Promise<readonly (KeptWait | null)[]> {
		const { dialect } = this.#database;
		return this.#database.write((transaction) =>
			openWaits({ transaction, dialect, newId: this.#newId, now }, requests),
		);
	}

	getWait(id: string): Promise<KeptWait | null> {
		return this.#database.read((transaction) => getWait(transaction, id));
	}

	timeOutWaits(now: number, limit: number): Promise<number> {
		return this.#database.write((transaction) => timeOutWaits(transaction, now, limit));
	}

	claimResumes(
		instanceId: string,
		now: number,
		leaseMs: number,
		limit: number,
	): Promise<readonly Resume[]> {
		return this.#database.write((transaction) =>
			claimResumes(transaction, instanceId, now, leaseMs, limit),
		);
	}

	settleResume(waitId: string, delivery: 'done' | 'gone'): Promise<void> {
		return this.#database.write((transaction) => settleResume(transaction, waitId, delivery));
	}

	postponeResume(waitId: string, at: number): Promise<void> {
		return this.#database.write((transaction) => postponeResume(transaction, waitId, at));
	}

	nextWaitTime(instanceId: string): Promise<number | null> {
		return this.#database.read((transaction) => nextWaitTime(transaction, instanceId));
	}

	hasMomentTrigger(now: number): Promise<boolean> {
		return this.#database.read((transaction) => hasMomentTrigger(transaction, now));
	}

	countWaiting(): Promise<number> {
		return this.#database.read(countWaiting);
	}

	subscribe(request: SubscribeRequest): Promise<Subscription> {
		return subscribe(this.#database, request);
	}

	findMoments(request: FindRequest): Promise<Found> {
		return findMoments(this.#database, request);
	}

	claimMoments(request: ClaimRequest): Promise<Claim> {
		return claimMoments(this.#database, request);
	}

	renewMoments(
		subscription: string,
		attempts: readonly MomentAttempt[],
		leaseUntil: number,
	): Promise<void> {
		return this.#database.write((transaction) =>
			renewMoments(transaction, subscription, attempts, leaseUntil),
		);
	}

	fireMoments(
		subscription: string,
		attempts: readonly MomentAttempt[],
		now: number,
	): Promise<void> {
		return this.#database.write((transaction) =>
			fireMoments(transaction, subscription, attempts, now),
		);
	}

	failMoments(
		subscription: string,
		attempts: readonly MomentAttempt[],
		now: number,
	): Promise<number> {
		return this.#database.write((transaction) =>
			failMoments(transaction, subscription, attempts, now),
		);
	}

	releaseMoments(subscription: string, attempts: readonly MomentAttempt[]): Promise<void> {
		return this.#database.write((transaction) =>
			releaseMoments(transaction, subscription, attempts),
		);
	}

	countMoments(subscription: string): Promise<MomentCounts> {
		return this.#database.read((transaction) => countMoments(transaction, subscription));
	}

	getStays(definition: string, now: number): Promise<readonly Stay[]> {
		return this.#database.read((transaction) => getStays(transaction, definition, now));
	}

	sampleMoment(settings: MomentSettings, now: number): Promise<ClaimedMoment | null> {
		const { dialect } = this.#database;
		return this.#database.read((transaction) =>
			sampleMoment({ transaction, dialect, definitions: this.#definitions }, settings, now),
		);
	}

	noteForCustomer(touchpoint: Touchpoint, now: number): Promise<Noted> {
		return this.#database.write((transaction) =>
			noteForCustomer(this.#customerWork(transaction, now), touchpoint),
		);
	}

	mergeCustomers(first: Who, second: Who, now: number): Promise<MergeOutcome> {
		return this.#database.write((transaction) =>
			mergeCustomers(this.#customerWork(transaction, now), first, second),
		);
	}

	exportCustomer(who: Who): Promise<CustomerExport | null> {
		return this.#database.read((transaction) => exportCustomer(transaction, who));
	}

	eraseCustomer(who: Who, now: number): Promise<Erasure | null> {
		return this.#database.write((transaction) =>
			eraseCustomer(transaction, this.#definitions, who, now),
		);
	}

	setIdentityRule(identity: Identity, rule: IdentityRule, now: number): Promise<IdentityRuleSet> {
		return this.#database.write((transaction) => setIdentityRule(transaction, identity, rule, now));
	}

	#customerWork(transaction: Transaction, now: number): CustomerWork {
		const { dialect } = this.#database;
		return { transaction, dialect, definitions: this.#definitions, newId: this.#newId, now };
	}

	get isClosed(): boolean {
		return this.#isClosed;
	}

	close(): Promise<void> {
		this.#isClosed = true;
		return this.#database.close();
	}
}
