import type { Touchpoint } from '../../journey/touchpoint';
import type { Acceptance, JourneyStore } from '../../store/journey-store';

/** No transaction holds the others up for longer than one large batch does. */
const MOST_TOUCHPOINTS = 1000;

interface Member {
	readonly touchpoints: readonly Touchpoint[];
	resolve(acceptances: readonly Acceptance[]): void;
	reject(error: unknown): void;
}

/** Deliveries that came in the same turn of the event loop, and will be committed at its end. */
interface Group {
	readonly members: Member[];
	touchpoints: number;
}

const gathering = new WeakMap<JourneyStore, Group>();

/**
 * Keeps the touchpoints of a delivery as `store.accept` does, in one commit with those of other deliveries that are at
 * hand: a commit waits for the disk, and n8n with it, however little there is to write. Where they cannot be kept
 * together, each delivery is kept or fails by itself.
 */
export async function acceptTogether(
	store: JourneyStore,
	touchpoints: readonly Touchpoint[],
): Promise<readonly Acceptance[]> {
	return await new Promise((resolve, reject) => {
		const group = groupWithRoom(store, touchpoints.length);
		group.members.push({ touchpoints, resolve, reject });
		group.touchpoints += touchpoints.length;
	});
}

function groupWithRoom(store: JourneyStore, count: number): Group {
	const known = gathering.get(store);
	if (known && known.touchpoints + count <= MOST_TOUCHPOINTS) return known;
	const group: Group = { members: [], touchpoints: 0 };
	gathering.set(store, group);
	setImmediate(() => {
		if (gathering.get(store) === group) gathering.delete(store);
		void commit(store, group.members);
	});
	return group;
}

async function commit(store: JourneyStore, members: readonly Member[]): Promise<void> {
	try {
		const acceptances = await store.accept(members.flatMap(({ touchpoints }) => touchpoints));
		let from = 0;
		for (const { touchpoints, resolve } of members) {
			resolve(acceptances.slice(from, from + touchpoints.length));
			from += touchpoints.length;
		}
	} catch (error) {
		const [first, ...others] = members;
		if (others.length === 0) first?.reject(error);
		else await Promise.all(members.map(async (member) => await commit(store, [member])));
	}
}
