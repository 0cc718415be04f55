/** Is the version `have` the version `want` or a later one? AWS writes them v1, v2, … v10; others are only ever equal, and without one nothing is. */
export const atLeast = (have: string | undefined, want: string | null): boolean => have === want || numberOf(have) >= numberOf(want);

/** What is not a number is neither more nor less than anything. */
const numberOf = (version: string | null | undefined): bigint | number =>
  version?.match(/^v\d+$/) ? BigInt(version.slice(1)) : Number.NaN;
