/** The moment at which all engine tests happen. */
export const NOW = Date.parse('2026-11-22T10:00:00Z');

/** Stops the clock of the nodes, and of nothing else; call it at the top of the file. */
export function stoppedClock(): void {
	beforeEach(() => {
		jest.spyOn(Date, 'now').mockReturnValue(NOW);
	});
	afterEach(() => {
		jest.restoreAllMocks();
	});
}
