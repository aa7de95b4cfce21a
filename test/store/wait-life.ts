import fc from 'fast-check';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { JourneyStore } from '../../store/journey-store';
import type { WaitRequest } from '../../store/wait-store';
import { PARKED_WITHIN_MS } from '../../store/waits/end';
import { email, MINUTE_MS, NOON, touchpoint } from '../support/touchpoint';
import { parkedFor } from '../support/wait';

type Person = 'a' | 'b';

interface ModelEvent {
	readonly id: string;
	readonly person: Person;
	readonly type: string;
	readonly at: number;
}

interface ModelWait {
	readonly id: string;
	readonly person: Person;
	readonly from: number;
	readonly deadline: number;
	readonly timesOut: number;
	status: string;
	by: string | null;
	delivered: boolean;
}

/** What a store is expected to hold, in the plainest words: lists, and loops over them. */
class Model {
	now = NOON;
	isOne = false;
	readonly events: ModelEvent[] = [];
	readonly waits: ModelWait[] = [];

	isSame(a: Person, b: Person): boolean {
		return a === b || this.isOne;
	}

	/** Ends what the events that are known by now end. */
	settle(): void {
		for (const wait of this.waits) {
			if (wait.status !== 'waiting') continue;
			let first: ModelEvent | null = null;
			for (const event of this.events) {
				if (!this.isSame(event.person, wait.person) || event.type === 'product_viewed') continue;
				if (event.at < wait.from || event.at > wait.deadline) continue;
				if (!first || event.at < first.at || (event.at === first.at && event.id < first.id)) {
					first = event;
				}
			}
			if (!first) continue;
			wait.status = first.type === 'order_completed' ? 'touchpoint' : 'exited';
			wait.by = first.id;
		}
	}

	timeOut(): void {
		for (const wait of this.waits) {
			if (wait.status === 'waiting' && this.now >= wait.timesOut) wait.status = 'timed_out';
		}
	}
}

/** The store of one life, and how its people and its executions are told from those of other lives. */
export interface Real {
	readonly store: JourneyStore;
	readonly name: string;
}

type Command = fc.AsyncCommand<Model, Real>;

const addressOf = (real: Real, person: Person) => email(`${person}-${real.name}@example.com`);

/** After each command the store must show what the model does. */
abstract class Checked implements Command {
	check(model: Readonly<Model>): boolean {
		return model.now >= NOON;
	}

	async run(model: Model, real: Real): Promise<void> {
		await this.act(model, real);
		for (const wait of model.waits) {
			const kept = await real.store.getWait(wait.id);
			expect([kept?.status, kept?.resolution?.touchpoint?.id ?? null]).toEqual([
				wait.status,
				wait.by,
			]);
		}
	}

	protected abstract act(model: Model, real: Real): Promise<void>;
	abstract toString(): string;
}

async function recordOne(model: Model, real: Real, event: ModelEvent, people: readonly Person[]) {
	await real.store.record(
		[
			touchpoint(event.id.slice('test:'.length), {
				type: event.type,
				occurredAt: event.at,
				receivedAt: model.now,
				identities: people.map((person) => addressOf(real, person)),
			}),
		],
		{ definition: BUILT_IN_DEFINITIONS.five_stage, now: model.now },
	);
}

class Happen extends Checked {
	constructor(
		readonly person: Person,
		readonly type: string,
		readonly minutesAgo: number,
	) {
		super();
	}

	protected override async act(model: Model, real: Real): Promise<void> {
		const { person, type } = this;
		const at = model.now - this.minutesAgo * MINUTE_MS;
		const event = { id: `test:${real.name}-${model.events.length}`, person, type, at };
		await recordOne(model, real, event, [person]);
		model.events.push(event);
		model.settle();
	}

	toString(): string {
		return `${this.type} by ${this.person}, ${this.minutesAgo} minutes ago`;
	}
}

class Open extends Checked {
	constructor(
		readonly person: Person,
		readonly minutes: number,
		readonly lookBackMinutes: number,
	) {
		super();
	}

	override check(model: Readonly<Model>): boolean {
		return model.events.some(({ person }) => model.isSame(person, this.person));
	}

	protected override async act(model: Model, real: Real): Promise<void> {
		const { person, minutes } = this;
		const context = await real.store.getContext(addressOf(real, person), 0, model.now);
		const from = model.now - this.lookBackMinutes * MINUTE_MS;
		const deadline = model.now + minutes * MINUTE_MS;
		const request = parkedFor(context?.customerId ?? '', `${real.name}-${model.waits.length}`, {
			openedAt: model.now,
			lookBackFrom: from,
			deadlineAt: deadline,
			exits: { types: ['ticket_opened'] },
		});
		const [opened] = await real.store.openWaits([ofInstance(request, real.name)], model.now);
		const grace = Math.min(minutes * 6_000, 60_000);
		model.waits.push({
			...{ id: opened?.id ?? '', person, from, deadline, timesOut: deadline + grace },
			...{ status: 'waiting', by: null, delivered: false },
		});
		model.settle();
		const wait = model.waits.at(-1)!;
		wait.delivered = wait.status !== 'waiting';
	}

	toString(): string {
		return `open for ${this.person}, ${this.minutes} minutes, looking back ${this.lookBackMinutes}`;
	}
}

class Pass extends Checked {
	constructor(readonly minutes: number) {
		super();
	}

	protected override async act(model: Model, real: Real): Promise<void> {
		model.now += this.minutes * MINUTE_MS;
		await real.store.timeOutWaits(model.now, 1_000_000);
		model.timeOut();
	}

	toString(): string {
		return `${this.minutes} minutes pass`;
	}
}

class Merge extends Checked {
	override check(model: Readonly<Model>): boolean {
		return !model.isOne;
	}

	protected override async act(model: Model, real: Real): Promise<void> {
		const id = `test:${real.name}-${model.events.length}`;
		const event = { id, person: 'a', type: 'product_viewed', at: model.now } as const;
		await recordOne(model, real, event, ['a', 'b']);
		model.events.push(event);
		model.isOne = true;
		model.settle();
	}

	toString(): string {
		return 'a and b turn out to be one';
	}
}

class Resume extends Checked {
	protected override async act(model: Model, { store, name }: Real): Promise<void> {
		const claimed = await store.claimResumes(name, model.now + PARKED_WITHIN_MS, MINUTE_MS, 1_000);
		const expected = model.waits.filter((wait) => wait.status !== 'waiting' && !wait.delivered);
		expect(claimed.map(({ waitId }) => waitId).sort()).toEqual(expected.map(({ id }) => id).sort());
		for (const { waitId } of claimed) await store.settleResume(waitId, 'done');
		for (const wait of expected) wait.delivered = true;
	}

	toString(): string {
		return 'resume';
	}
}

function ofInstance(request: WaitRequest, instanceId: string): WaitRequest {
	if (request.continuation.by !== 'execution') return request;
	const execution = { ...request.continuation.execution, instanceId };
	return { ...request, continuation: { by: 'execution', execution } };
}

const person = fc.constantFrom<Person>('a', 'b');

/** Lives of waits: people do things, late or in time, turn out to be one, time passes, executions go on. */
export const waitLives = fc.commands(
	[
		fc
			.tuple(
				person,
				fc.constantFrom('order_completed', 'ticket_opened', 'product_viewed', 'product_viewed'),
				fc.constantFrom(0, 0, 1, 5, 30, 120),
			)
			.map((parts) => new Happen(...parts)),
		fc
			.tuple(person, fc.constantFrom(1, 5, 60), fc.constantFrom(0, 5, 60))
			.map((parts) => new Open(...parts)),
		fc.constantFrom(1, 2, 7, 61).map((minutes) => new Pass(minutes)),
		fc.constant(new Merge()),
		fc.constant(new Resume()),
	],
	{ maxCommands: 40, size: '+1' },
);

/** Lives one life through a store and compares it with the model at each step. */
export async function live(
	real: Real,
	commands: Iterable<fc.AsyncCommand<Model, Real, boolean>>,
): Promise<void> {
	await fc.asyncModelRun(() => ({ model: new Model(), real }), commands);
}
