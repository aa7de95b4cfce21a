/** Names that are joined step by step: two are in one set when a chain of joins leads from one to the other. */
export class DisjointSets {
	readonly #parents = new Map<string, string>();

	/** Gives the name that stands for the whole set of this one; a name never joined stands for itself. */
	rootOf(name: string): string {
		let root = name;
		for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root))
			root = next;
		// The way is cut short, or a long chain would be walked again for each of its names.
		for (let at = name; at !== root;) {
			const next = this.#parents.get(at) ?? root;
			this.#parents.set(at, root);
			at = next;
		}
		return root;
	}

	/** Makes one set of two. */
	join(a: string, b: string): void {
		const [from, into] = [this.rootOf(a), this.rootOf(b)];
		if (from !== into) this.#parents.set(from, into);
	}
}
