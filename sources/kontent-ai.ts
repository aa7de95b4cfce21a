import { BrokenBody, UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { fieldsOf, isFields, listOf, presentTexts, textOf, type Fields } from './payload-fields';
import type { HmacRecipe, Source, SourceRequest } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

/** Legacy webhooks have the second header. */
const HEADERS = ['x-kontent-ai-signature', 'x-kc-signature'] as const;

/** What legacy webhooks call the two operations that visitors of a site can see. */
const LEGACY_ACTIONS: ReadonlyMap<unknown, string> = new Map([
	['publish', 'published'],
	['unpublish', 'unpublished'],
]);

/**
 * Kontent.ai webhooks (kontent.ai/learn/docs/webhooks) and its legacy ones. The signature covers the raw bytes: the
 * JSON comes pretty-printed with CRLF, and any other form of it fits no signature. The key is the secret as UTF-8 text,
 * although it looks like base64.
 * What arrives is about content and never about a customer, so these touchpoints have no identity and move no journey.
 * There is no event id: environment, object, action and time of change are hashed; legacy webhooks have one a message.
 */
export const kontentAi: Source = {
	name: 'kontent_ai',
	displayName: 'Kontent.ai',
	group: 'content',
	proof: 'signature',
	howTo:
		'In Kontent.ai, open Environment settings, then Webhooks, create a webhook with the address of this trigger, and choose its events under Triggers. The secret is shown on the page of the webhook.',
	verify: (request, settings) => verifyHmac(recipeFor(request), request, settings.secrets),
	split,
	map: (event, request, settings, index) => {
		const { message, system } = readNotification(event);
		const { objectType, action } = message;
		const isItem = objectType === 'content_item';
		const isSeen = isItem && (action === 'published' || action === 'unpublished');
		const happenedAt = readTime(message.time ?? system.last_modified);
		return [
			touchpointOf(
				{
					source: 'kontent_ai',
					key: keyOf(message, system, happenedAt),
					type: isSeen ? `content_${action}` : `other:${objectType}_${action}`,
					channel: 'web',
					...placeTime(happenedAt, request.receivedAt),
					identities: [],
					keys: presentTexts({ content: system.id }),
					properties: presentTexts({
						name: system.name,
						codename: system.codename,
						collection: system.collection,
						contentType: system.type,
						language: system.language,
						workflow: system.workflow,
						workflowStep: system.workflow_step,
						environment: message.environment,
						slot: message.slot,
					}),
				},
				request,
				settings,
				index,
			),
		];
	},
};

function recipeFor(request: SourceRequest): HmacRecipe {
	const header = HEADERS.find((name) => request.headers[name] !== undefined) ?? HEADERS[0];
	return { header, algorithm: 'sha256', encoding: 'base64', signed: '{body}' };
}

/** A legacy message names several objects, of which each is an event of its own. */
function split(request: SourceRequest): readonly unknown[] {
	const body = parseExactJson(request.body);
	if (!isFields(body)) throw new BrokenBody('the body is not a JSON object, as Kontent.ai has it');
	if (Array.isArray(body.notifications)) return body.notifications;
	const { items, taxonomies } = fieldsOf(body.data);
	return [...listOf(items), ...listOf(taxonomies)].map((object) => ({
		message: body.message,
		data: { system: fieldsOf(fieldsOf(object).item ?? object) },
	}));
}

interface Message {
	readonly id: string | undefined;
	readonly objectType: string;
	readonly action: string;
	readonly environment: string | undefined;
	readonly slot: string | undefined;
	readonly time: unknown;
}

function readNotification(event: unknown): { message: Message; system: Fields } {
	const { message: given, data } = fieldsOf(event);
	const message = fieldsOf(given);
	const objectType = textOf(message.object_type ?? message.type);
	const action = textOf(
		message.action ?? LEGACY_ACTIONS.get(message.operation) ?? message.operation,
	);
	if (objectType === undefined || action === undefined)
		throw new UnusableEvent('message: expected object_type and action');
	return {
		message: {
			id: textOf(message.id),
			objectType: objectType === 'content_item_variant' ? 'content_item' : objectType,
			action,
			environment: textOf(message.environment_id ?? message.project_id),
			slot: textOf(message.delivery_slot ?? message.api_name),
			time: message.created_timestamp,
		},
		system: fieldsOf(fieldsOf(data).system),
	};
}

function keyOf(message: Message, system: Fields, happenedAt: number | null): EventKey {
	const object = [textOf(system.id), textOf(system.language)];
	if (message.id !== undefined)
		return { kind: 'event_id', id: [message.id, ...object].filter(Boolean).join(' ') };
	if (happenedAt === null) return { kind: 'none' };
	const { objectType, action, environment, slot } = message;
	return {
		kind: 'content_hash',
		of: [environment, slot, objectType, action, ...object, happenedAt],
	};
}
