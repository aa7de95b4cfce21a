import fc from 'fast-check';

/** Every zone of this runtime. */
export const anyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/GMT+3');

/** Half of all instants lie in the nights when many zones change their clocks; all from 1980 to 2045. */
export const anyInstant = fc.oneof(
	fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2045, 0, 1) }),
	fc
		.tuple(
			fc.integer({ min: 1980, max: 2044 }),
			fc.constantFrom(2, 3, 8, 9, 10),
			fc.integer({ min: 0, max: 31 * 24 * 60 }),
		)
		.map(([year, month, minutes]) => Date.UTC(year, month, 1, 0, minutes)),
);

/** Half of all times are small hours, in which clocks are changed. */
export const anyWallTime = fc
	.tuple(
		fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })),
		fc.integer({ min: 0, max: 59 }),
	)
	.map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
