import type { AssociationView } from '../../src/answers.ts';
import type { Words } from '../../src/kinds/kind.ts';

/** One thing that AWS was asked, and what it said. */
export interface SaidByAws {
  readonly at: string | null;
  readonly words: Words;
}

const isSame = (one: Words, other: Words) =>
  one.operation === other.operation && one.requestId === other.requestId && one.status === other.status;

/** Every answer of AWS that the record has, once: those of its history, and the last one. */
export function saidByAws({ history, aws }: Pick<AssociationView, 'history' | 'aws'>): SaidByAws[] {
  const said = [...history, { at: null, words: aws }].flatMap(({ at, words }) => (words ? [{ at, words }] : []));
  const isFirst = ({ words }: SaidByAws, index: number) => said.findIndex((other) => isSame(other.words, words)) === index;
  return said.filter(isFirst);
}
