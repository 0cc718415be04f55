/** A state as far as ways lead on from it. */
interface State {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

/** Every way from one state to another that a definition has, as `Lock → AfterLock`. */
export function waysOf(states: Readonly<Record<string, State>>): string[] {
  const ways = Object.entries(states).flatMap(([name, { Next, Default, Choices = [], Catch = [] }]) =>
    [Next, Default, ...[...Choices, ...Catch].map((way) => way.Next)].flatMap((next) => (next === undefined ? [] : [`${name} → ${next}`])),
  );
  return [...new Set(ways)];
}
