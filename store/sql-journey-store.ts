import type { CustomerContext } from '../journey/customer-context';
import type { ExperienceCount } from '../journey/gaps/experience-count';
import type { Identity } from '../journey/identity';
import type { Offer } from '../journey/offers/offer';
import type { JourneyDefinition } from '../journey/stages/definition';
import type { Touchpoint } from '../journey/touchpoint';
import type { Database } from './database';
import { Definitions } from './definitions';
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
	StageFigures,
	StoreTotals,
} from './journey-store';
import { getOffers, getOfferUsage, saveOffer } from './offers/catalogue';
import { issue } from './offers/issue';
import { redeem } from './offers/redeem';
import { getContext } from './reading/get-context';
import { getBacklog, getExperience, getStageFigures, getTotals } from './reading/figures';
import { accept } from './recording/accept';
import { record } from './recording/record';

/** The journey store on any SQL database behind the `Database` port: each method is one transaction. */
export class SqlJourneyStore implements JourneyStore {
	readonly #database: Database;
	readonly #definitions = new Definitions();
	readonly #newId: () => string;

	/** Takes a migrated database and a source of unique ids for customers and journeys. */
	constructor(database: Database, newId: () => string) {
		this.#database = database;
		this.#newId = newId;
	}

	accept(touchpoints: readonly Touchpoint[]): Promise<readonly Acceptance[]> {
		return this.#database.write((transaction) => accept(transaction, touchpoints));
	}

	record(touchpoints: readonly Touchpoint[], options: RecordOptions): Promise<readonly Recorded[]> {
		const { dialect } = this.#database;
		return this.#database.write((transaction) =>
			record(
				{ transaction, dialect, definitions: this.#definitions, newId: this.#newId },
				touchpoints,
				options,
			),
		);
	}

	getContext(
		who: Identity | { readonly customerId: string },
		touchpointLimit: number,
		now: number,
	): Promise<CustomerContext | null> {
		return this.#database.read((transaction) => getContext(transaction, who, touchpointLimit, now));
	}

	saveDefinition(definition: JourneyDefinition): Promise<void> {
		return this.#database.write((transaction) => this.#definitions.save(transaction, definition));
	}

	getDefinition(name: string, version?: number): Promise<JourneyDefinition | null> {
		return this.#database.read((transaction) => this.#definitions.get(transaction, name, version));
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

	getExperience(definition: string): Promise<readonly ExperienceCount[]> {
		return this.#database.read((transaction) => getExperience(transaction, definition));
	}

	getStageFigures(definition: string): Promise<readonly StageFigures[]> {
		return this.#database.read((transaction) => getStageFigures(transaction, definition));
	}

	getTotals(): Promise<StoreTotals> {
		return this.#database.read(getTotals);
	}

	getBacklog(atMost: number): Promise<number> {
		return this.#database.read((transaction) => getBacklog(transaction, atMost));
	}

	close(): Promise<void> {
		return this.#database.close();
	}
}
