import { generic } from './generic';
import { segment } from './segment';
import { shopify } from './shopify';
import type { Source } from './source';
import { standardWebhooks } from './standard-webhooks';

/** Every sender that is understood, in the order in which people see them. */
export const SOURCES: readonly Source[] = [segment, shopify, standardWebhooks, generic];

/** Gives the source of that name, or undefined. */
export function sourceNamed(name: string): Source | undefined {
	return SOURCES.find((source) => source.name === name);
}
