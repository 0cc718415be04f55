import type { PlanView } from '../../../src/answers.ts';
import { durationText } from '../../../src/duration.ts';
import type { Check } from '../../../src/kinds/kind.ts';
import { checkSigns, impactText, undoText, verdictTextOf } from '../words.ts';
import { Signed } from './sign.tsx';

type Call = PlanView['calls'][number];

const Calls = ({ calls }: { readonly calls: readonly Call[] }) => (
  <ol class="calls">
    {calls.map(({ operation, parameters }) => (
      <li key={operation}>
        <code>{operation}</code> <code class="parameters">{JSON.stringify(parameters)}</code>
      </li>
    ))}
  </ol>
);

/** What was looked at, and what came of it. */
export const Checks = ({ checks }: { readonly checks: readonly Check[] }) => (
  <ul class="checks">
    {checks.map(({ name, result, message }) => (
      <li key={name}>
        <Signed sign={checkSigns[result] ?? { symbol: '?', tone: 'warn' }} text={result} />
        <span>
          <b>{name}</b> {message}
        </span>
      </li>
    ))}
  </ul>
);

interface PlanProps {
  readonly plan: PlanView;
  /** It has been gone by: what it came to is not asked any more. */
  readonly isPast?: boolean;
}

/** A plan: what it comes to, in words, and everything it rests on. */
export function Plan({ plan, isPast = false }: PlanProps) {
  const { text, sign } = verdictTextOf(plan);
  return (
    <div class="plan">
      {!isPast && (
        <p class="verdict">
          <Signed sign={sign} text={text} />
        </p>
      )}
      <dl>
        <dt>Traffic</dt>
        <dd>{impactText[plan.impact] ?? plan.impact}</dd>
        {plan.calls.length > 0 && (
          <>
            <dt>Calls</dt>
            <dd>
              <Calls calls={plan.calls} />
            </dd>
          </>
        )}
        <dt>Undo</dt>
        <dd>
          {undoText(plan)}
          {plan.undo.length > 0 && <Calls calls={plan.undo} />}
        </dd>
        {plan.approval && (
          <>
            <dt>Approval</dt>
            <dd>{plan.approval === 'REQUIRED' ? 'It will wait for somebody else to approve it.' : 'None is needed.'}</dd>
          </>
        )}
        {plan.usualSeconds !== undefined && (
          <>
            <dt>Takes</dt>
            <dd>
              usually {durationText(plan.usualSeconds)}
              {plan.estimate && `, about ${plan.estimate.transitions} state transitions ($${plan.estimate.usd})`}
            </dd>
          </>
        )}
        <dt>Checks</dt>
        <dd>
          <Checks checks={plan.checks} />
        </dd>
        <dt>Digest</dt>
        <dd>
          <code class="faint">{plan.digest}</code>
        </dd>
      </dl>
    </div>
  );
}
