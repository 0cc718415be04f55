import type { Operations, Plan } from '../../src/kinds/kind.ts';
import type { LockItem, Store } from '../../src/store.ts';
import type { Plant } from './functions.ts';
import type { Invocation } from './lambda.ts';

/** Parts that are broken on purpose. Each must be found out: what does not bite proves nothing. */
export const plants = {
  /** Whoever asks for a lock has it. */
  'a lock that is always free': { store: lawless },
  /** The undo of a package forgets that it was on the domain before. */
  'an undo without before-image': { operations: forgetful },
  /** What came to no answer is sent again at once. */
  'a repeat of an unknown outcome': { operations: hasty },
} satisfies Record<string, Plant>;

const free = (owner: string | null): LockItem => ({ owner, waiters: [], version: 0 });

function lawless(store: Store, { id }: Invocation): Store {
  return {
    ...store,
    lock: async () => free(id),
    changeLock: async (_scope, change) => ({ ...free(null), ...(await change(free(null))) }),
    belongings: async (association) => {
      const { locks, ...rest } = await store.belongings(association);
      return { ...rest, locks: new Map([...locks.keys()].map((scope) => [scope, free(null)])) };
    },
  };
}

function forgetful(operations: Operations<never>, kind: string): Operations<never> {
  if (kind !== 'es-package') return operations;
  const before = { associated: false };
  return {
    ...operations,
    plan: async (pair, desired, context): Promise<Plan> => {
      const plan = await operations.plan(pair, desired, context);
      const undo = [{ operation: 'DissociatePackage', parameters: {} }];
      return desired === 'ASSOCIATED' && plan.changed ? { ...plan, before, undo } : plan;
    },
  };
}

function hasty(operations: Operations<never>): Operations<never> {
  return {
    ...operations,
    request: async (...asked) => {
      const outcome = await operations.request(...asked);
      return outcome.type === 'UNKNOWN' ? operations.request(...asked) : outcome;
    },
  };
}
