import { config } from './config.ts';
import type { Check, Desired, Operations, PairRules, Selector } from './kinds/kind.ts';
import { lambda, logger } from './lambda.ts';
import { createMeter } from './metrics.ts';
import { type Preview, type Previewed, preview } from './preview.ts';
import type { Answer } from './steps/answer.ts';
import { type StepName, steps, take } from './steps/index.ts';
import { createStore } from './store.ts';
import { orUnread, type Unread } from './unread.ts';

/** What the workflow, or on-event, sends to a kind's function. */
type Input =
  | { readonly step: StepName; readonly id: string; readonly run: number; readonly now: number }
  | { readonly step: 'targets'; readonly selector: Selector }
  | { readonly step: 'quotas'; readonly pairs: readonly unknown[]; readonly desired: Desired }
  | ({ readonly step: 'preview' } & Previewed);

/** The Lambda function of one kind: every step of the workflow that talks to its service. */
export function kindFunction<Pair>(rules: PairRules<Pair>, operations: Operations<Pair>, store = createStore(), meter = createMeter()) {
  return lambda(async (input: Input): Promise<Answer | Preview | { pairs: Pair[] } | { checks: Check[] } | Unread> => {
    const { account, region } = config;
    if (input.step === 'targets') {
      if (!operations.targets) throw new Error(`${rules.name} finds no pairs for events.`);
      return orUnread('Targets', pairsOf(operations.targets(input.selector, { account, region })));
    }
    if (input.step === 'quotas') return orUnread('Quotas', checksOf(operations.quotas?.(input.pairs as readonly Pair[], input.desired)));
    if (input.step === 'preview') return preview(input, operations as Operations<never>, store, { account, region });
    if (!Object.hasOwn(steps, input.step)) throw new Error(`${rules.name} has no step ${String(input.step)}.`);
    const { step, ...about } = input;
    return take(step, about, {
      rules: rules as PairRules<never>,
      operations: operations as Operations<never>,
      store,
      account,
      region,
      note: (message, details) => logger.warn(message, { ...details }),
      throttled: () => meter.throttled(rules.name),
    });
  });
}

const pairsOf = async <Pair>(found: Promise<Pair[]>) => ({ pairs: await found });

const checksOf = async (made: Promise<Check[]> | undefined) => ({ checks: (await made) ?? [] });
