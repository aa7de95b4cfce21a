import { BUILT_IN_DEFINITIONS } from '../journey/stages/built-in';
import { journeyDefinitionSchema, type JourneyDefinition } from '../journey/stages/definition';
import { run, type Transaction } from './database';
import { StoreError } from './store-error';

/**
 * The journey definitions of one store. A version never changes, so what was read or written once is kept in memory.
 */
export class Definitions {
	readonly #known = new Map<string, JourneyDefinition>();

	/** Keeps a definition; throws `definition_conflict` when its version stands in the store with another content. */
	async save(transaction: Transaction, definition: JourneyDefinition): Promise<void> {
		const key = `${definition.name}@${definition.version}`;
		if (this.#known.get(key) === definition) return;
		const body = JSON.stringify(definition);
		const added = await run(
			transaction,
			'INSERT INTO definition (name, version, body) VALUES (?, ?, ?) ON CONFLICT (name, version) DO NOTHING',
			[definition.name, definition.version, body],
		);
		// One just written is remembered only when it is met again: this transaction may still be rolled back.
		if (added === 1) return;
		const kept = await this.#read(transaction, definition.name, definition.version);
		if (JSON.stringify(kept) !== JSON.stringify(journeyDefinitionSchema.parse(definition))) {
			throw new StoreError(
				'definition_conflict',
				`Journey definition '${definition.name}' version ${definition.version} is already in the store with other stages or rules. Save the change as version ${definition.version + 1}.`,
			);
		}
		this.#known.set(key, definition);
	}

	/** Gives the version asked for, or the newest of the store or the built-in ones; null when there is none. */
	async get(
		transaction: Transaction,
		name: string,
		version?: number,
	): Promise<JourneyDefinition | null> {
		if (version !== undefined) {
			const known = this.#known.get(`${name}@${version}`);
			if (known) return known;
		}
		const kept = await this.#read(transaction, name, version);
		if (kept) this.#known.set(`${name}@${kept.version}`, kept);
		const builtIn = Object.values(BUILT_IN_DEFINITIONS).find(
			(definition) => definition.name === name,
		);
		if (kept && (!builtIn || version !== undefined || kept.version >= builtIn.version)) return kept;
		return builtIn && (version === undefined || version === builtIn.version) ? builtIn : null;
	}

	async #read(
		transaction: Transaction,
		name: string,
		version?: number,
	): Promise<JourneyDefinition | null> {
		const [row] =
			version === undefined
				? await transaction.all(
						'SELECT body FROM definition WHERE name = ? ORDER BY version DESC LIMIT 1',
						[name],
					)
				: await transaction.all('SELECT body FROM definition WHERE name = ? AND version = ?', [
						name,
						version,
					]);
		return row ? journeyDefinitionSchema.parse(JSON.parse(String(row.body))) : null;
	}
}
