import { SOURCES } from '../../sources/catalogue';

/** As many letters as n8n shows under a node; what is longer it cuts off. */
const SHOWN_LETTERS = 28;

/** Names that say too much for a line: the panel has the rest. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
	generic_secret: 'Any JSON',
	qr_scan: 'QR code',
};

const NAMES = Object.fromEntries(
	SOURCES.map(({ name, displayName, proof }) => {
		const short = SHORT_NAMES[name] ?? displayName.replace(/ \(.*\)$/, '');
		return [name, proof === 'address' ? `Unsigned · ${short}` : short];
	}),
);

/**
 * Source and path under the node on the canvas, as in "Shopify · journey/shopify"; only the editor evaluates it. Of a path
 * for which there is no room its last part is left, or nothing. The mark of an unsigned source stands first.
 */
export const subtitle = `={{ ((name, path) => [path, path.split("/").pop(), ""].map((part) => part ? name + " · " + part : name).find((text) => text.length <= ${SHOWN_LETTERS}))(${JSON.stringify(NAMES)}[$parameter["source"]], $parameter["path"] || "") }}`;
