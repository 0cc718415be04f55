import { kindOf } from './kinds/index.ts';
import type { Selector } from './kinds/kind.ts';
import { problemsOf, type Reading } from './request.ts';

/**
 * Reads what names many pairs of a kind out of untrusted input, naming every problem under `root`. Which of the kind's selectors it is, the
 * member says that only this one has. Throws when there is no such kind.
 */
export function readSelector(kind: string, input: Readonly<Record<string, unknown>>, root: string): Reading<Selector> {
  const { selectors } = kindOf(kind);
  const found = Object.entries(selectors).find(([member]) => Object.hasOwn(input, member));
  if (!found) return { ok: false, problems: [{ path: root, message: demanded(Object.keys(selectors)) }] };
  const read = found[1].safeParse(input);
  return read.success ? { ok: true, value: read.data } : { ok: false, problems: problemsOf(read, root) };
}

const demanded = (members: readonly string[]) => (members.length > 0 ? `must have ${members.join(' or ')}` : 'finds no pairs of this kind');
