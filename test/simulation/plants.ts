import { type Association, isTerminal } from '../../src/association.ts';
import type { Context, Desired, Intent, Operations, Outcome, Plan } from '../../src/kinds/kind.ts';
import type { LockItem, Store } from '../../src/store.ts';
import type { Dice } from './dice.ts';
import type { Invocation } from './lambda.ts';
import type { Plant } from './parts.ts';
import type { Carry } from './sdk.ts';

/** Parts that are broken on purpose, made anew for each seed. Each must be found out: what does not bite proves nothing. */
export const plants = {
  /** Whoever asks for a lock has it. */
  'a lock that is always free': () => ({ store: lawless }),
  /** It is given up as soon as the intent is written, and not at the ending. */
  'a lock that is freed early': () => ({ store: generous }),
  /** What the first plan of an association found is carried out, whatever others have done before it had the lock. */
  'no plan under the lock': () => ({ operations: forward() }),
  /** The undo of a package forgets that it was on the domain before. */
  'an undo without before-image': () => ({ operations: forgetful }),
  /** What the next run finds counts as what was there before. */
  'a before-image that is retaken on retry': () => ({ operations: retaking }),
  /** What came to no answer is sent again at once. */
  'a repeat of an unknown outcome': () => ({ operations: hasty }),
  /** That something else is under way there, or that it is so already, counts as accepted. */
  'a conflict that is ignored': () => ({ operations: stubborn }),
  /** What is about to be done is written down only with how it came out. */
  'an intent that is written after the call': () => ({ store: late }),
  /** A step does its work though another run has followed, or the association has ended. */
  'a step that outlives its run': () => ({ store: undying }),
  /** A repeated start is another execution. */
  'a random execution name': () => ({ start: renamed }),
} satisfies Record<string, () => Plant>;

export type PlantName = keyof typeof plants;

const free = (owner: string | null): LockItem => ({ owner, takenAt: null, waiters: [], version: 0 });

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

function generous(store: Store, { id, step }: Invocation): Store {
  if (step !== 'request') return store;
  return {
    ...store,
    async changeRecord(...changed) {
      const record = await store.changeRecord(...changed);
      for (const scope of record.scopes) await store.changeLock(scope, ({ owner }) => (owner === id ? { owner: null } : undefined));
      return record;
    },
  };
}

function forward() {
  const first = new Map<string, Plan>();
  return (operations: Operations<never>): Operations<never> => ({
    ...operations,
    async plan(pair, desired, context: Context) {
      const now = await operations.plan(pair, desired, context);
      const before = first.get(context.associationId) ?? now;
      first.set(context.associationId, before);
      return { ...before, checks: now.checks };
    },
  });
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

function retaking(operations: Operations<never>): Operations<never> {
  const retaken = async (pair: never, desired: Desired, intent: Intent, context: Context): Promise<Intent> =>
    context.run === intent.run ? intent : { ...intent, before: (await operations.plan(pair, desired, context)).before };
  return {
    ...operations,
    observe: async (pair, desired, intent, context) =>
      operations.observe(pair, desired, await retaken(pair, desired, intent, context), context),
    undo: async (pair, desired, intent, context) => operations.undo(pair, desired, await retaken(pair, desired, intent, context), context),
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

function stubborn(operations: Operations<never>): Operations<never> {
  return {
    ...operations,
    request: async (...asked): Promise<Outcome> => {
      const outcome = await operations.request(...asked);
      return outcome.type === 'IN_PROGRESS' || outcome.type === 'ALREADY' ? { ...outcome, type: 'ACCEPTED', handle: null } : outcome;
    },
  };
}

function late(store: Store, { step }: Invocation): Store {
  if (step !== 'request') return store;
  let held: Partial<Association> | undefined;
  return {
    ...store,
    async changeRecord(id, change, known) {
      if (held) return store.changeRecord(id, async (record) => ({ ...held, ...(await change({ ...record, ...held })) }));
      const record = known ?? ((await store.record(id)) as Association);
      held = await change(record);
      return { ...record, ...held };
    },
  };
}

/** Of the workflow's steps only: what begins a run, and what ends it, go on by the record. */
function undying(store: Store, { step, run }: Invocation): Store {
  if (run === null || !['request', 'observe', 'undo', 'observeUndo'].includes(step ?? '')) return store;
  const revived = (record: Association): Association => ({ ...record, run, ...(isTerminal(record) && { state: 'RUNNING' }) });
  return {
    ...store,
    async record(id) {
      const record = await store.record(id);
      return record && revived(record);
    },
    changeRecord: (id, change, known) => store.changeRecord(id, (record) => change(revived(record)), known),
  };
}

const renamed =
  (carry: Carry, dice: Dice): Carry =>
  (operation, input) =>
    carry(
      operation,
      operation === 'StartExecution' ? { ...input, name: `${(input as { name: string }).name}-${dice.between(0, 1e6)}` } : input,
    );
