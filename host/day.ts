import type { Amount } from './terminal';
import type { MailCatcher } from './mail-catcher';
import type { N8nCredential } from './n8n-import';
import type { N8nRest } from './rest-client';

/** The secrets of everybody who calls n8n, made anew for every run and shared by the caller and its credential in n8n. */
export interface SenderSecrets {
	readonly shopify: string;
	/** With the prefix `whsec_`. */
	readonly standardWebhooks: string;
	readonly segment: string;
	/** The key in the header of the addresses that only the shop's own people call. */
	readonly operator: string;
}

/** What is known before n8n runs: enough to make the credentials that the example workflows name. */
export interface DaySetting {
	readonly secrets: SenderSecrets;
	/** The SQLite file of the journeys. */
	readonly storePath: string;
}

/** What the player of the day works with. */
export interface DayStage extends DaySetting {
	/** Production webhooks are below it, at `/<path>`: `http://127.0.0.1:5678/webhook`. */
	readonly webhookAddress: string;
	/** n8n's REST interface, signed in. */
	readonly n8n: N8nRest;
	readonly mail: MailCatcher;
	/** Where the gap report is to be written, as HTML. */
	readonly reportPath: string;
	readonly report: (amount: Amount) => void;
	/** Aborted when the person stops the program. */
	readonly signal: AbortSignal;
}

/** What came of the day, counted by the player and by looking into n8n, the store and the mail catcher. */
export interface DayCounts {
	readonly deliveries: {
		readonly sent: number;
		readonly accepted: number;
		readonly refused: number;
		readonly duplicate: number;
	};
	readonly touchpoints: number;
	readonly customers: number;
	/** How many movements of each kind. */
	readonly movements: Readonly<Record<string, number>>;
	readonly emails: number;
	/** How many waits stand where: `touchpoint`, `waiting`, … */
	readonly waits: Readonly<Record<string, number>>;
	readonly offers: {
		readonly issued: number;
		readonly redeemed: number;
		readonly redeemRefused: number;
	};
	readonly gaps: number;
}

export interface DayOutcome {
	readonly counts: DayCounts;
	/** Sentences about what is not as the day should give it, with both numbers; empty when all is right. */
	readonly disagreements: readonly string[];
}

/** The summary that `npm start -- --json` prints. */
export interface DaySummary extends DayCounts {
	/** Path of the gap report. */
	readonly report: string;
	/** Address of n8n's canvas. */
	readonly canvas: string;
}

/** Makes the credentials of this package that the example workflows name. */
export type MakeDayCredentials = (setting: DaySetting) => readonly N8nCredential[];

/** Plays the day against a running n8n and counts what came of it. */
export type PlayDay = (stage: DayStage) => Promise<DayOutcome>;
