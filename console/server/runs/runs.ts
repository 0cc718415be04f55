import { executionArn } from '../../../src/execution-name.ts';
import type { Run, Runs } from '../../protocol.ts';
import { Refusal } from '../problem.ts';
import type { Upstream } from '../upstream.ts';
import type { Executions } from './executions.ts';
import { retryAt } from './retry.ts';
import { type History, historyOf } from './steps.ts';
import { createDrawing } from './workflow.ts';

/** How many runs are shown, the last ones. */
const mostRuns = 20;

/** How many histories that have ended are remembered. */
const mostKept = 200;

/** Milliseconds for which what was read of an association is good enough. */
const goodFor = { local: 300, deployed: 2_000 };

/** What the runs of an association are found by. */
interface Association {
  readonly id: string;
  readonly run: number;
  readonly executionArn: string;
  readonly settledAt: string | null;
}

/** What an API may know of an association. */
export type ReadRuns = (id: string, as: string | null) => Promise<{ readonly status: number; readonly body: unknown }>;

/** Reads what Step Functions knows of the runs of an association. What it does not say is said in words; only the API's own refusals are answered as such. */
export function createRuns(upstream: Upstream, open: (upstream: Upstream) => Promise<Executions>): ReadRuns {
  const workflowOf = createDrawing();
  let executions: Promise<Executions> | undefined;
  const ended = new Map<string, History>();
  const recent = new Map<string, { readonly at: number; readonly runs: Promise<Runs> }>();

  async function historyFor(arn: string, from: Executions): Promise<History | undefined> {
    const known = ended.get(arn);
    if (known) return known;
    const events = await from.events(arn);
    const history = events && historyOf(events);
    if (history && history.status !== 'RUNNING') keep(ended, arn, history);
    return history;
  }

  async function read(association: Association): Promise<Runs> {
    const { target } = upstream;
    if (target.isLocal && target.aws === undefined)
      return nothing('Where the Step Functions of this local world are is not known: name its state directory instead of its address.');
    const machine = machineOf(association);
    if (!machine) return nothing('The API does not name an execution of a state machine.');
    const first = Math.max(1, association.run - mostRuns + 1);
    const numbers = Array.from({ length: association.run - first + 1 }, (_, index) => first + index);
    try {
      executions ??= open(upstream);
      const from = await executions;
      const definition = (await from.definition(association.executionArn)) ?? null;
      const found = await Promise.all(
        numbers.map(async (run) => {
          const arn = executionArn(machine, { id: association.id, run });
          return { run, executionArn: arn, history: await historyFor(arn, from) };
        }),
      );
      const runs = found.flatMap(({ history, ...run }) => (history ? [shown(run, history, definition)] : []));
      const missing = found.flatMap(({ run, history }) => (history || isYetToBegin(association, run) ? [] : [run]));
      return { ...workflowOf(definition), runs, unavailable: [tooMany(first), gone(missing)].filter(Boolean).join(' ') || null };
    } catch (error) {
      executions = undefined;
      return nothing(whyNot(error as Error));
    }
  }

  return async (id, as) => {
    const { status, body } = await upstream.send({ method: 'GET', path: `/associations/${id}?view=basic` }, as);
    if (status !== 200) return { status, body };
    const before = recent.get(id);
    const age = goodFor[upstream.target.isLocal ? 'local' : 'deployed'];
    if (before && performance.now() - before.at < age) return { status, body: await before.runs };
    const runs = read(body as Association);
    keep(recent, id, { at: performance.now(), runs });
    return { status, body: await runs };
  };
}

/** The id of an association. Throws a Refusal for what is none. */
export function associationId(text: string): string {
  if (/^assoc_[0-9A-HJKMNP-TV-Z]{26}$/.test(text)) return text;
  throw new Refusal('invalid-parameter', 'That is not the id of an association.');
}

/** Adds to a memory of bounded size; what came first goes first. */
function keep<Value>(memory: Map<string, Value>, key: string, value: Value): void {
  memory.delete(key);
  memory.set(key, value);
  const [oldest] = memory.keys();
  if (memory.size > mostKept && oldest !== undefined) memory.delete(oldest);
}

const nothing = (unavailable: string): Runs => ({ definition: null, drawing: null, runs: [], unavailable });

/** The machine that the association's execution is of. */
function machineOf({ executionArn: arn }: Association): string | undefined {
  const [, home, name] = /^(arn:[a-z0-9-]+:states:[a-z0-9-]+:\d{12}):execution:([\w-]{1,80}):[\w-]{1,80}$/.exec(arn) ?? [];
  return home && `${home}:stateMachine:${name}`;
}

const shown = (run: Pick<Run, 'run' | 'executionArn'>, { steps, ...history }: History, definition: unknown): Run => ({
  ...run,
  ...history,
  steps: steps.map(({ failedAt, ...step }) => ({ ...step, retryAt: retryAt({ ...step, failedAt }, definition) })),
});

/** Between the record and the start of its run there is a moment. */
const isYetToBegin = ({ run, settledAt }: Association, number: number) => number === run && settledAt === null;

const tooMany = (first: number) => (first > 1 ? `Only the last ${mostRuns} runs are shown.` : '');

const gone = (runs: readonly number[]) =>
  runs.length > 0
    ? `Step Functions has no history of run ${runs.join(', ')} any more: it keeps one for 90 days after the end. What happened is in the history of the association.`
    : '';

function whyNot({ name, message }: Error): string {
  const advice =
    name === 'AccessDeniedException'
      ? ' Your credentials need states:DescribeStateMachineForExecution and states:GetExecutionHistory on the executions of the stage.'
      : '';
  return `Step Functions could not be read: ${name}: ${message.slice(0, 500)}.${advice}`;
}
