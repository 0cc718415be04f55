import type { Association } from '../../src/association.ts';
import type { Batch } from '../../src/batches/batch.ts';
import type { Lived } from './world.ts';

/** The associations that are left. */
export const recordsOf = ({ items }: Lived): Association[] =>
  [...items].flatMap(([key, item]) => (key.startsWith('ASSOCIATION#') ? [item as unknown as Association] : []));

/** The batches that are left. */
export const batchesOf = ({ items }: Lived): Batch[] =>
  [...items].flatMap(([key, item]) => (/^BATCH#\S+$/.test(key) ? [(item as { readonly value: Batch }).value] : []));

/** One association as it is left. */
export const recordOf = ({ items }: Lived, id: string) => items.get(`ASSOCIATION#${id}`) as Association | undefined;
