import type { PlanItem, Plans as PlansAnswer } from '../../../src/answers.ts';
import { pairText } from '../pair-text.ts';
import { verdictTextOf } from '../words.ts';
import { Checks, Plan } from './plan.tsx';
import { Signed } from './sign.tsx';

/** What holds for all of them together; then of one pair its whole plan, of several what each comes to, as the API has them: the worst first. */
export function Plans({ plans: { checks, items, summary } }: { readonly plans: PlansAnswer }) {
  const [only] = items;
  return (
    <>
      {checks.length > 0 && <Checks checks={checks} />}
      {only && items.length + summary.notPlanned === 1 ? (
        <Plan plan={only} />
      ) : (
        <ul class="planned">
          {items.map((item) => (
            <Planned key={pairText(item.pair)} item={item} />
          ))}
        </ul>
      )}
    </>
  );
}

/** One of several: what it comes to, and what stands in its way. */
function Planned({ item }: { readonly item: PlanItem }) {
  const { text, sign } = verdictTextOf(item);
  const troubles = item.checks.filter(({ result }) => result === 'FAIL' || result === 'WAIT');
  return (
    <li>
      <Signed sign={sign} text={text} /> <b>{pairText(item.pair)}</b>
      {troubles.length > 0 && <Checks checks={troubles} />}
    </li>
  );
}
