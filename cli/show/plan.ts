import type { AssociationView, PlanItem, Plans, PlanView } from '../../src/answers.ts';
import { durationText } from '../../src/duration.ts';
import { type Verdict, verdictOf, worstFirst } from '../../src/verdict.ts';
import type { Paint, Style } from '../text.ts';
import { pairText } from './pair.ts';

/** What a plan comes to, as the command line says it. */
const verdictTexts: Readonly<Record<Verdict, readonly [string, Style]>> = {
  BLOCKED: ['blocked', 'red'],
  INTERRUPTS_TRAFFIC: ['interrupts traffic', 'red'],
  WAITS: ['waits', 'yellow'],
  CHANGES: ['change', 'green'],
  UNCHANGED: ['no change', 'dim'],
};

/** One plan is shown with everything it rests on; of several, what stands in their way. */
const mostInFull = 1;

/** Plans, the summary first, then the worst. */
export function planLines({ summary, digest, checks, items }: Plans, paint: Paint): string[] {
  return [
    paint('bold', `Plan: ${summary.text}`),
    ...checks.map((check) => checkLine(check, paint)),
    ...worstFirst(items).flatMap((item) => [
      headLine(item, paint),
      ...(items.length <= mostInFull ? detailLines(item, paint) : troubles(item, paint)),
    ]),
    `Digest: ${digest}`,
  ];
}

const headLine = (item: PlanView & Pick<PlanItem, 'kind' | 'pair' | 'desired'>, paint: Paint) => {
  const [text, style] = verdictTexts[verdictOf(item)];
  return `  ${paint(style, text)}: ${item.kind} ${pairText(item.pair)}, ${item.desired}`;
};

const troubles = ({ checks }: PlanView, paint: Paint) =>
  checks.filter(({ result }) => result === 'FAIL' || result === 'WAIT').map((check) => `    ${checkLine(check, paint)}`);

/** What a plan rests on and would do. */
function detailLines(plan: PlanView, paint: Paint): string[] {
  return [
    `    ${[
      `impact ${plan.impact}`,
      ...(plan.reversible ? [`reversible ${plan.reversible}`] : []),
      ...(plan.approval ? [`approval ${plan.approval}`] : []),
      ...(plan.usualSeconds === undefined ? [] : [`usually ${durationText(plan.usualSeconds)}`]),
      ...(plan.estimate ? [`about ${plan.estimate.transitions} transitions, $${plan.estimate.usd}`] : []),
    ].join(' · ')}`,
    ...plan.checks.map((check) => `    ${checkLine(check, paint)}`),
    ...plan.calls.map((call) => `    call    ${callText(call)}`),
    ...(plan.changed
      ? plan.undo.length > 0
        ? plan.undo.map((call) => `    undo    ${callText(call)}`)
        : ['    undo    not possible']
      : []),
  ];
}

const callText = ({ operation, parameters }: PlanView['calls'][number]) => `${operation} ${JSON.stringify(parameters)}`;

const styles: Readonly<Record<string, Style>> = { PASS: 'green', FAIL: 'red', WAIT: 'yellow', UNKNOWN: 'yellow' };

const checkLine = ({ name, result, message }: PlanView['checks'][number], paint: Paint) =>
  `${paint(styles[result] ?? 'yellow', result.padEnd(8))}${name}: ${message}`;

/** The plan that an association has, for whoever decides on it. */
export const keptPlanLines = ({ kind, pair, desired, plan }: AssociationView, paint: Paint): string[] =>
  plan
    ? [headLine({ kind, pair, desired, ...plan }, paint), ...detailLines(plan, paint), `Digest: ${plan.digest}`]
    : ['No plan has been made yet.'];
