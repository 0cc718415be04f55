import { UsageError } from './errors.ts';

/** What has an id, by what its id begins with. */
const things = {
  assoc_: {
    name: 'an association',
    command: 'liaison',
    /** What is done to it by the command on the other thing; what is not here shows it. */
    alike: { watch: 'watch', items: 'history', cancel: 'cancel', 'retry-failed': 'retry' },
  },
  batch_: {
    name: 'a batch',
    command: 'liaison batch',
    alike: { watch: 'watch', history: 'items', cancel: 'cancel', retry: 'retry-failed' },
  },
} as const;

export type Beginning = keyof typeof things;

/** How this id begins; undefined of what is none. */
const beginningOf = (id: string): Beginning | undefined =>
  (Object.keys(things) as Beginning[]).find((beginning) => id.startsWith(beginning));

/** The command that shows what has this id. */
export const showing = (id: string): string => `${things[beginningOf(id) ?? 'assoc_'].command} get ${id}`;

/** Throws UsageError for the id of something else than this command takes. */
export function holdId(id: string, expected: Beginning, called: string): void {
  const beginning = beginningOf(id) ?? expected;
  if (beginning === expected) return;
  const { name, command, alike } = things[beginning];
  const rightly = (alike as Readonly<Record<string, string>>)[called] ?? 'get';
  throw new UsageError(`${id} is the id of ${name}.`, `Use: ${command} ${rightly} ${id}`);
}
