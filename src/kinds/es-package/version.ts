/** Is the version `have` the version `want` or a later one? AWS writes them v1, v2, … v10; others are only ever equal. */
export function atLeast(have: string, want: string): boolean {
  const [having, wanting] = [numberOf(have), numberOf(want)];
  return have === want || (having !== undefined && wanting !== undefined && having >= wanting);
}

const numberOf = (version: string): bigint | undefined => (/^v\d+$/.test(version) ? BigInt(version.slice(1)) : undefined);
