import type { IDataObject } from 'n8n-workflow';
import { touchpointSchema, type Touchpoint } from '../../journey/touchpoint';
import { isoTime, timeOfIso } from './iso-time';
import { Misconfiguration } from './misconfiguration';
import { withoutConstructor } from './plain-object';

/**
 * Gives a touchpoint as the fields of an item: flat, times in ISO 8601, what people look for first. `email` and `phone`
 * are those of the first identities of these kinds; `touchpointOfItem` reads such an item back without loss.
 */
export function itemOfTouchpoint(touchpoint: Touchpoint): IDataObject {
	const { id, type, channel, source, occurredAt, receivedAt, identities, ...rest } = touchpoint;
	const valueOf = (kind: string) => identities.find((identity) => identity.kind === kind)?.value;
	return {
		id,
		type,
		channel,
		source,
		occurredAt: isoTime(occurredAt),
		receivedAt: isoTime(receivedAt),
		email: valueOf('email') ?? null,
		phone: valueOf('phone') ?? null,
		identities: identities.map((identity) => ({ ...identity })),
		attributes: rest.attributes as IDataObject,
		value: rest.value ? { ...rest.value } : null,
		products: (rest.products ?? []).map((product) => ({ ...product })),
		keys: { ...rest.keys },
		consent: (rest.consent ?? []).map((change) => ({ ...change })),
		experience: rest.experience ? { ...rest.experience, scale: [...rest.experience.scale] } : null,
		properties: rest.properties as IDataObject,
		delivery: rest.delivery,
		dedupe: rest.dedupe,
		sequence: rest.sequence,
		timeMark: rest.timeMark,
		test: rest.test,
	};
}

/** An item that lacks these was never a touchpoint; one that has them may be broken. */
function looksLikeTouchpoint(json: IDataObject): boolean {
	return ['id', 'type', 'channel', 'occurredAt', 'dedupe'].every((name) => name in json);
}

/** Gives the touchpoint that an item from `itemOfTouchpoint` holds; further fields of the item are passed over. */
export function touchpointOfItem(json: IDataObject): Touchpoint {
	if (!looksLikeTouchpoint(json)) {
		throw new Misconfiguration(
			'The incoming item is not a touchpoint',
			"Connect a Touchpoint Trigger before this node, or set 'Touchpoint' to 'Map Fields Below'.",
		);
	}
	const candidate = {
		...json,
		attributes: withoutConstructor(json.attributes),
		keys: withoutConstructor(json.keys),
		properties: withoutConstructor(json.properties),
		occurredAt: timeIn(json.occurredAt),
		receivedAt: timeIn(json.receivedAt),
		value: json.value ?? undefined,
		experience: json.experience ?? undefined,
		products: emptyToUndefined(json.products),
		consent: emptyToUndefined(json.consent),
	};
	return validTouchpoint(
		candidate,
		"Pass the item of the Touchpoint Trigger on unchanged, or set 'Touchpoint' to 'Map Fields Below'.",
	);
}

/** Gives the candidate when it is a touchpoint, or says which field of it is not as expected. */
export function validTouchpoint(candidate: unknown, nextStep: string): Touchpoint {
	const result = touchpointSchema.safeParse(candidate);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	throw new Misconfiguration(
		`The touchpoint is not valid at '${issue?.path.join('.') ?? 'item'}': ${issue?.message ?? 'unknown value'}`,
		nextStep,
	);
}

function timeIn(value: unknown): number | undefined {
	return typeof value === 'string' ? (timeOfIso(value) ?? undefined) : undefined;
}

function emptyToUndefined(value: unknown): unknown {
	return Array.isArray(value) && value.length === 0 ? undefined : (value ?? undefined);
}
