/** The few distributions of jstat that this package uses; the library ships no types. */
declare module 'jstat' {
	export const jStat: {
		readonly studentt: {
			/** Share of Student's t with `df` degrees of freedom at or under `x`. */
			cdf(x: number, df: number): number;
			/** The value of Student's t that has the share `p` at or under it. */
			inv(p: number, df: number): number;
		};
		readonly chisquare: {
			/** Share of the chi-square distribution with `df` degrees of freedom at or under `x`. */
			cdf(x: number, df: number): number;
		};
		readonly normal: {
			/** The value of the normal distribution that has the share `p` at or under it. */
			inv(p: number, mean: number, standardDeviation: number): number;
		};
	};
}
