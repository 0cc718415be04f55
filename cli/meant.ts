/** Of these words, the one that was probably meant; undefined where none is like it. */
export function meant(written: string, words: readonly string[]): string | undefined {
  const word = written.toLowerCase();
  const [nearest] = words
    .map((candidate) => ({ candidate, edits: word.length > 1 && candidate.includes(word) ? 0 : editsBetween(word, candidate) }))
    .filter(({ candidate, edits }) => edits <= candidate.length / 3)
    .sort((one, other) => one.edits - other.edits);
  return nearest?.candidate;
}

/** How many letters are to be put in, taken out or changed to make one word the other: Levenshtein's distance, row by row. */
function editsBetween(one: string, other: string): number {
  let edits = Array.from({ length: other.length + 1 }, (_, length) => length);
  for (const [row, letter] of [...one].entries()) {
    const next = [row + 1];
    for (const [column, opposite] of [...other].entries()) {
      const changed = (edits[column] ?? 0) + (letter === opposite ? 0 : 1);
      next.push(Math.min(changed, (edits[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    edits = next;
  }
  return edits.at(-1) ?? 0;
}
