import type { Intent, Observation, Operations, Outcome, Plan, UndoOutcome, Words } from '../../src/kinds/kind.ts';

export const words = (more: Partial<Words> = {}): Words => ({
  operation: 'Call',
  status: null,
  error: null,
  message: null,
  requestId: 'r-1',
  ...more,
});

export const plan = (more: Partial<Plan> = {}): Plan => ({
  changed: true,
  outOfDate: false,
  checks: [],
  calls: [{ operation: 'Make', parameters: {} }],
  undo: [{ operation: 'Unmake', parameters: {} }],
  impact: 'BACKGROUND',
  targetVersion: null,
  before: null,
  scopes: [],
  ...more,
});

export const look = (type: Observation['type'], more: Partial<Observation> = {}): Observation => ({
  type,
  ours: 'YES',
  asBefore: false,
  unknownStatus: false,
  words: words({ operation: 'Look', status: type }),
  ...more,
});

export const check = (result: 'FAIL' | 'WAIT' | 'UNKNOWN', reason: string) => ({ name: 'c', result, reason, message: `It is ${reason}.` });

/** What AWS does in a rehearsal, one after the other; the last of each goes on for ever. */
export interface Script {
  plan?: (Plan | Error)[];
  request?: (Outcome | Error)[];
  observe?: (Observation | Error)[];
  undo?: (UndoOutcome | Error)[];
}

/** What is made cannot be taken back: it is left behind where it fails. */
export const leaving = {
  request: [{ type: 'ACCEPTED', handle: 'made', words: words() }],
  undo: [{ type: 'REFUSED', words: words() }],
} satisfies Script;

/** A kind that does what comes next, and remembers what it was told to change. */
export function scripted(
  { plan: plans, request, observe, undo }: Script,
  sent: { readonly made: string[]; readonly undone: Intent[] },
  happening: (name: string) => Promise<void>,
): Operations<never> {
  const next = <Step>(steps: (Step | Error)[]) => {
    let index = -1;
    return async (): Promise<Step> => {
      index = Math.min(index + 1, steps.length - 1);
      const step = steps[index];
      if (step === undefined || step instanceof Error) throw step ?? new Error('not in the script');
      return step;
    };
  };
  const accepted: Outcome = { type: 'ACCEPTED', handle: null, words: words({ operation: 'Make' }) };
  const [nextRequest, nextUndo, nextLook] = [next(request ?? [accepted]), next(undo ?? [accepted]), next(observe ?? [look('SETTLED')])];
  return {
    plan: next(plans ?? [plan()]),
    async observe() {
      await happening('look');
      return nextLook();
    },
    async request() {
      sent.made.push('Make');
      await happening('make');
      return nextRequest();
    },
    undo: (_pair, _desired, intent) => {
      sent.made.push('Unmake');
      sent.undone.push(intent);
      return nextUndo();
    },
  };
}

/** An error as the SDK throws what AWS answered, or did not. */
export function awsError(name: string, status?: number): Error {
  const error = new Error(`${name} said so`);
  return Object.assign(error, { name, $metadata: { requestId: 'r-2', ...(status !== undefined && { httpStatusCode: status }) } });
}
