const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const PLAIN_MS = 15_000;
const BAR_CELLS = 20;
const CLEAR_LINE = '\r\u001b[2K';

const realClock = {
	now: () => performance.now(),
	/** Calls `tick` every so many milliseconds until the returned function is called. */
	every(ms, tick) {
		const timer = setInterval(tick, ms);
		return () => clearInterval(timer);
	},
};

/**
 * How far a step is: `done` of `total` units, such as 12 of 40 packages. Without `total` only what is done is known.
 * @typedef {{ done: number, total?: number, unit: string }} Amount
 */

/**
 * One line about a running step, without colours or a line break.
 * @param {string} title @param {number} elapsedMs @param {Amount} [amount]
 */
export function describeStep(title, elapsedMs, amount) {
	const seconds = `${Math.floor(elapsedMs / 1000)} s`;
	if (amount === undefined) return `${title}: ${seconds}`;
	const ofTotal = amount.total === undefined ? '' : ` of ${amount.total}`;
	return `${title}: ${amount.done}${ofTotal} ${amount.unit}, ${seconds}`;
}

/** A bar of a fixed width for a known total, or an empty text. @param {Amount} [amount] */
export function drawBar(amount) {
	if (amount?.total === undefined || amount.total <= 0) return '';
	const filled = Math.round(BAR_CELLS * Math.min(1, Math.max(0, amount.done / amount.total)));
	return `[${'#'.repeat(filled)}${'-'.repeat(BAR_CELLS - filled)}] `;
}

/**
 * Reports steps one after another. On a terminal the running step is one line that is drawn again; anywhere else it is
 * a line at its start, one every 15 seconds and one at its end, so that a log says that something is still going on.
 * Everything goes to standard error: standard output is for results.
 */
export function createProgress({
	write = (text) => process.stderr.write(text),
	interactive = process.stderr.isTTY === true && process.env.TERM !== 'dumb',
	columns = () => process.stderr.columns ?? 80,
	clock = realClock,
} = {}) {
	let redraw = null;

	/** Prints one line of its own, also while a step is running. */
	function note(line) {
		write(redraw === null ? `${line}\n` : `${CLEAR_LINE}${line}\n`);
		redraw?.();
	}

	/**
	 * Runs `work` as a step and gives what it gives. `work` may tell how far it is by calling its argument.
	 * @template T
	 * @param {string} title @param {(report: (amount: Amount) => void) => Promise<T>} work
	 * @returns {Promise<T>}
	 */
	async function step(title, work) {
		const started = clock.now();
		let amount;
		let frame = 0;
		const line = () => describeStep(title, clock.now() - started, amount);
		const draw = () => {
			const mark = FRAMES[frame++ % FRAMES.length];
			write(`${CLEAR_LINE}${`${mark} ${drawBar(amount)}${line()}`.slice(0, columns() - 1)}`);
		};
		if (interactive) {
			redraw = draw;
			draw();
		} else {
			note(`${title} ...`);
		}
		const stopTicking = clock.every(interactive ? FRAME_MS : PLAIN_MS, () =>
			interactive ? draw() : note(line()),
		);
		const end = (outcome) => {
			stopTicking();
			redraw = null;
			const tookMs = clock.now() - started;
			write(
				`${interactive ? CLEAR_LINE : ''}${title}: ${outcome} ${(tookMs / 1000).toFixed(1)} s\n`,
			);
		};
		try {
			const result = await work((now) => {
				amount = now;
			});
			end('done in');
			return result;
		} catch (error) {
			end('failed after');
			throw error;
		}
	}

	return { step, note };
}
