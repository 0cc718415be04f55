import { pairKeyOf } from './accept.ts';
import { type Association, isTerminal, type Request } from './association.ts';
import type { Store } from './store.ts';

/**
 * Whether what a pair is now, or is about to be, is so because of a tag: what somebody asked for otherwise, no tag takes back. The latest
 * wish speaks for the pair: who is next, who has it, who brought it about.
 */
export function createTagged(store: Pick<Store, 'pair' | 'record'>) {
  const isByTag = async (id: string) => {
    const association = await store.record(id);
    if (!association || cameToNothing(association)) return undefined;
    return association.trigger?.type === 'TAG' && association.desired === 'ASSOCIATED';
  };

  return async (of: Pick<Request, 'kind' | 'pair'>): Promise<boolean> => {
    const { next, holder, settled } = await store.pair(pairKeyOf(of));
    for (const id of [next?.id, holder]) {
      const answer = id ? await isByTag(id) : undefined;
      if (answer !== undefined) return answer;
    }
    if (!settled?.maker) return false;
    // Whoever asked for what was so already wants it as much as who brought it about.
    return (await isByTag(settled.maker)) === true && (await isByTag(settled.id)) === true;
  };
}

const cameToNothing = (association: Association) => isTerminal(association) && association.state !== 'SUCCEEDED';
