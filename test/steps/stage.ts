import type { Association } from '../../src/association.ts';
import { kindOf } from '../../src/kinds/index.ts';
import type { Operations } from '../../src/kinds/kind.ts';
import { secondsUntilNextLook, type Waiting } from '../../src/schedule.ts';
import { type StepName, steps } from '../../src/steps/index.ts';
import type { Surroundings } from '../../src/steps/step.ts';
import { createMemoryTable } from '../memory-table.ts';
import { createRecords, midnight } from '../record.ts';

export const durations = { usual: 60, settle: 3_600, undo: 1_800 };

/** What a kind answers, or throws. */
type Answers = { readonly [Name in keyof Operations]?: unknown };

/** What happens while a kind answers. */
const nothing = async (_id: string): Promise<unknown> => undefined;

/** The next look at what usually takes a minute and nobody has experience of. */
export const wait = (waiting: Partial<Waiting> & Pick<Waiting, 'elapsed' | 'bound'>) => secondsUntilNextLook({ usual: 60, ...waiting });

/** One step at a time, on records of a real table, with a kind that answers as told. */
export function createStage() {
  const { store } = createMemoryTable();
  const create = createRecords(store);

  const recordOf = async ({ id }: { readonly id: string }) => (await store.record(id)) as Association;

  /** Takes the step on the record as it was read, so many seconds after midnight: what it answers, what is there then, what the kind was asked. */
  async function go(step: StepName, before: Association, answers: Answers = {}, { after = 30, meanwhile = nothing } = {}) {
    const told = { asked: [] as unknown[][], notes: [] as unknown[][], throttled: 0 };
    const answering =
      (answer: unknown) =>
      async (...given: unknown[]) => {
        told.asked.push(given);
        await meanwhile(before.id);
        if (answer instanceof Error) throw answer;
        return answer;
      };
    const operations = Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, answering(answer)]));
    const surroundings: Surroundings = {
      rules: { ...kindOf('es-package'), durations },
      operations: operations as unknown as Operations<never>,
      store,
      account: '123456789012',
      region: 'eu-west-1',
      note: (...note) => void told.notes.push(note),
      throttled: () => {
        told.throttled += 1;
      },
    };
    const input = { id: before.id, run: before.run, now: midnight + after * 1_000 };
    const answer = await steps[step](before, input, surroundings);
    return { ...told, before, answer, record: await recordOf(before) };
  }

  return {
    store,
    recordOf,
    go,
    create: (more: Partial<Association>) => create({ state: 'RUNNING', ...more }),
    /** Takes the step on a record of its own. */
    take: async (step: StepName, more: Partial<Association>, answers?: Answers, options?: Parameters<typeof go>[3]) =>
      go(step, await create({ state: 'RUNNING', ...more }), answers, options),
  };
}
