import { SOURCES } from '../../sources/catalogue';

const NAMES = Object.fromEntries(
	SOURCES.map(({ name, displayName, proof }) => [
		name,
		proof === 'address' ? `Unsigned · ${displayName}` : displayName,
	]),
);

/**
 * Source and path under the node on the canvas, as in "Shopify · journey/shopify"; only the editor evaluates it. The mark
 * of an unsigned source stands first, because n8n cuts long subtitles off.
 */
export const subtitle = `={{ ${JSON.stringify(NAMES)}[$parameter["source"]] + ($parameter["path"] ? " · " + $parameter["path"] : "") }}`;
