import type { Context, Desired, Intent, Observation, Operations, Outcome, Plan } from '../../../src/kinds/kind.ts';

/** What the first plan of an association found is carried out, whatever others have done before it had the lock. */
export function forward() {
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

/** The undo of a package forgets that it was on the domain before. */
export function forgetful(operations: Operations<never>, kind: string): Operations<never> {
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

/** What the next run finds counts as what was there before. */
export function retaking(operations: Operations<never>): Operations<never> {
  const retaken = async (pair: never, desired: Desired, intent: Intent, context: Context): Promise<Intent> =>
    context.run === intent.run ? intent : { ...intent, before: (await operations.plan(pair, desired, context)).before };
  return {
    ...operations,
    observe: async (pair, desired, intent, context) =>
      operations.observe(pair, desired, await retaken(pair, desired, intent, context), context),
    undo: async (pair, desired, intent, context) => operations.undo(pair, desired, await retaken(pair, desired, intent, context), context),
  };
}

/** What came to no answer is sent again at once. */
export function hasty(operations: Operations<never>): Operations<never> {
  return {
    ...operations,
    request: async (...asked) => {
      const outcome = await operations.request(...asked);
      return outcome.type === 'UNKNOWN' ? operations.request(...asked) : outcome;
    },
  };
}

/** That something else is under way there, or that it is so already, counts as accepted. */
export function stubborn(operations: Operations<never>): Operations<never> {
  return {
    ...operations,
    request: async (...asked): Promise<Outcome> => {
      const outcome = await operations.request(...asked);
      return outcome.type === 'IN_PROGRESS' || outcome.type === 'ALREADY' ? { ...outcome, type: 'ACCEPTED', handle: null } : outcome;
    },
  };
}

/** Of VPC Lattice: what is there already, or on its way, counts as made by this call; and what is taken back is what is there. */
export function claiming(operations: Operations<never>, kind: string): Operations<never> {
  if (kind !== 'lattice-service') return operations;
  return {
    ...operations,
    plan: async (...asked): Promise<Plan> => {
      const plan = await operations.plan(...asked);
      return { ...plan, checks: plan.checks.filter(({ name }) => name !== 'association') };
    },
    request: stubborn(operations).request,
    observe: async (...asked): Promise<Observation> => ({ ...(await operations.observe(...asked)), ours: 'YES' }),
    undo: async (pair, desired, intent, context) => {
      const { before } = await operations.plan(pair, desired, context);
      return operations.undo(pair, desired, { ...intent, handle: (before as { readonly id: string } | null)?.id ?? null }, context);
    },
  };
}

/** What is under way counts as done. */
export function hopeful(operations: Operations<never>): Operations<never> {
  return {
    ...operations,
    observe: async (...asked): Promise<Observation> => {
      const seen = await operations.observe(...asked);
      return seen.type === 'PENDING' ? { ...seen, type: 'SETTLED' } : seen;
    },
  };
}

/** A look fails by a fault of our own. */
export const tripping = (operations: Operations<never>): Operations<never> => ({
  ...operations,
  observe: async () => {
    throw new TypeError('A look trips.');
  },
});
