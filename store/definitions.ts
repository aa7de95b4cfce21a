import { BUILT_IN_DEFINITIONS } from '../journey/stages/built-in';
import {
	journeyDefinitionSchema,
	type JourneyDefinition,
	type JourneyDraft,
} from '../journey/stages/definition';
import { isSameContent } from '../journey/stages/definition-changes';
import { run, type Row, type Transaction } from './database';
import type { SavedDefinition } from './definition-store';
import { StoreError } from './store-error';

const BUILT_INS: readonly JourneyDefinition[] = Object.values(BUILT_IN_DEFINITIONS);

/**
 * The journey definitions of one store. A version never changes, so what was read or written once is kept in memory.
 */
export class Definitions {
	readonly #known = new Map<string, JourneyDefinition>();

	/** Keeps a definition; throws `definition_conflict` when its version stands in the store with another content. */
	async save(transaction: Transaction, definition: JourneyDefinition): Promise<void> {
		const key = keyOf(definition);
		if (this.#known.get(key) === definition) return;
		// One just written is remembered only when it is met again: this transaction may still be rolled back.
		if (await insert(transaction, definition, false)) return;
		const kept = await this.#read(transaction, definition.name, definition.version);
		if (!kept || !isSameContent(kept, definition)) {
			throw conflict(definition);
		}
		this.#known.set(key, definition);
	}

	/** Keeps a draft as the next version of its name, unless the newest says the same. */
	async saveNext(transaction: Transaction, draft: JourneyDraft): Promise<SavedDefinition> {
		const previous = await this.get(transaction, draft.name);
		if (previous && isSameContent(previous, { ...draft, version: previous.version })) {
			return { definition: previous, previous };
		}
		if (previous && previous.keyKind !== draft.keyKind) {
			throw new StoreError(
				'key_kind_changed',
				`Journey '${draft.name}' has one journey per ${previous.keyKind ?? 'customer'}, which cannot become one per ${draft.keyKind ?? 'customer'}. Save it under another name.`,
			);
		}
		const [row] = await transaction.all(
			'SELECT MAX(version) AS version FROM definition WHERE name = ?',
			[draft.name],
		);
		const version = Math.max(Number(row?.version ?? 0), previous?.version ?? 0) + 1;
		const definition = journeyDefinitionSchema.parse({ ...draft, version });
		if (!(await insert(transaction, definition, true))) throw conflict(definition);
		return { definition, previous };
	}

	/** Gives the version asked for, or the newest: one that people saved before a built-in one; null when there is none. */
	async get(
		transaction: Transaction,
		name: string,
		version?: number,
	): Promise<JourneyDefinition | null> {
		const builtIn = BUILT_INS.find((definition) => definition.name === name);
		if (version !== undefined) {
			const kept =
				this.#known.get(`${name}@${version}`) ?? (await this.#read(transaction, name, version));
			return kept ?? (version === builtIn?.version ? builtIn : null);
		}
		const [row] = await transaction.all(
			'SELECT name, version, own, body FROM definition WHERE name = ? ORDER BY own DESC, version DESC LIMIT 1',
			[name],
		);
		return newerOf(row ? this.#remember(row) : null, Number(row?.own) === 1, builtIn ?? null);
	}

	/** Gives the newest version of every definition, built-in ones included, by name. */
	async list(transaction: Transaction): Promise<readonly JourneyDefinition[]> {
		const rows = await transaction.all(
			'SELECT name, version, own, body FROM definition ORDER BY own, version',
			[],
		);
		const newest = new Map(rows.map((row) => [String(row.name), row]));
		const names = new Set([...BUILT_INS.map(({ name }) => name), ...newest.keys()]);
		return [...names].sort().flatMap((name) => {
			const row = newest.get(name);
			const builtIn = BUILT_INS.find((definition) => definition.name === name) ?? null;
			return newerOf(row ? this.#remember(row) : null, Number(row?.own) === 1, builtIn) ?? [];
		});
	}

	async #read(
		transaction: Transaction,
		name: string,
		version: number,
	): Promise<JourneyDefinition | null> {
		const [row] = await transaction.all(
			'SELECT name, version, body FROM definition WHERE name = ? AND version = ?',
			[name, version],
		);
		return row ? this.#remember(row) : null;
	}

	/** Gives the same object for the same version every time, which what is built for a definition is kept by. */
	#remember(row: Row): JourneyDefinition {
		const key = `${row.name}@${row.version}`;
		const known = this.#known.get(key);
		if (known) return known;
		const read = journeyDefinitionSchema.parse(JSON.parse(String(row.body)));
		this.#known.set(key, read);
		return read;
	}
}

function keyOf({ name, version }: JourneyDefinition): string {
	return `${name}@${version}`;
}

function conflict({ name, version }: JourneyDefinition): StoreError {
	return new StoreError(
		'definition_conflict',
		`Journey definition '${name}' version ${version} is already in the store with other stages or rules. Save the change as version ${version + 1}.`,
	);
}

function newerOf(
	kept: JourneyDefinition | null,
	isOwn: boolean,
	builtIn: JourneyDefinition | null,
): JourneyDefinition | null {
	if (!kept || !builtIn) return kept ?? builtIn;
	return isOwn || kept.version >= builtIn.version ? kept : builtIn;
}

async function insert(
	transaction: Transaction,
	definition: JourneyDefinition,
	own: boolean,
): Promise<boolean> {
	const added = await run(
		transaction,
		'INSERT INTO definition (name, version, own, body) VALUES (?, ?, ?, ?) ON CONFLICT (name, version) DO NOTHING',
		[definition.name, definition.version, own ? 1 : 0, JSON.stringify(definition)],
	);
	return added === 1;
}
