import { pairKeyOf } from './accept.ts';
import type { Request } from './association.ts';
import type { Store } from './store.ts';

/** Whether what a pair is now was brought about by a tag: what somebody asked for otherwise, no tag takes back. */
export const createTagged =
  (store: Pick<Store, 'pair' | 'record'>) =>
  async (of: Pick<Request, 'kind' | 'pair'>): Promise<boolean> => {
    const { settled } = await store.pair(pairKeyOf(of));
    const association = settled && (await store.record(settled.id));
    return association?.trigger?.type === 'TAG' && association.desired === 'ASSOCIATED';
  };
