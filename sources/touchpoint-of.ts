import { createHash } from 'node:crypto';
import type { Touchpoint } from '../journey/touchpoint';
import type { SourceRequest, SourceSettings } from './source';

/** How one event is told from its repetition. */
export type EventKey =
	/** The sender's own id of the event. */
	| { readonly kind: 'event_id'; readonly id: string }
	/** Facts that are the same in a repetition and differ in another event, a time of the sender among them. */
	| { readonly kind: 'content_hash'; readonly of: readonly unknown[] }
	/** Nothing to go by: every delivery of it counts as another event. */
	| { readonly kind: 'none' };

/** What a source reads from one event; the rest of a touchpoint follows from the request. */
export interface EventFacts
	extends
		Pick<Touchpoint, 'type' | 'channel' | 'occurredAt' | 'timeMark' | 'identities'>,
		Partial<
			Pick<
				Touchpoint,
				| 'sequence'
				| 'attributes'
				| 'value'
				| 'products'
				| 'keys'
				| 'consent'
				| 'experience'
				| 'properties'
			>
		> {
	readonly source: string;
	readonly key: EventKey;
	/** Whether the sender marks the event itself as a test. */
	readonly test?: boolean;
}

/** Gives the touchpoint for what a source read from the event at `index` of a delivery. */
export function touchpointOf(
	facts: EventFacts,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const ownId = idWithinSource(facts.key, request, index);
	return {
		// A trial from the editor must not use up the id: the same event may come again in earnest.
		id: settings.test
			? `${facts.source}:test-${request.delivery}-${ownId}`
			: `${facts.source}:${ownId}`,
		source: facts.source,
		delivery: request.delivery,
		dedupe: facts.key.kind,
		type: facts.type,
		channel: facts.channel,
		occurredAt: facts.occurredAt,
		receivedAt: request.receivedAt,
		sequence: facts.sequence ?? 0,
		timeMark: facts.timeMark,
		identities: facts.identities,
		attributes: facts.attributes ?? {},
		...(facts.value && { value: facts.value }),
		...(facts.products?.length && { products: facts.products }),
		keys: facts.keys ?? {},
		...(facts.consent?.length && { consent: facts.consent }),
		...(facts.experience && { experience: facts.experience }),
		properties: facts.properties ?? {},
		test: settings.test || facts.test === true,
	};
}

function idWithinSource(key: EventKey, request: SourceRequest, index: number): string {
	switch (key.kind) {
		case 'event_id':
			return key.id;
		case 'content_hash':
			return `sha256-${createHash('sha256').update(JSON.stringify(key.of)).digest('hex')}`;
		case 'none':
			return `${request.delivery}#${index}`;
	}
}
