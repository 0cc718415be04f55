import type { Association } from '../../src/association.ts';
import type { Interference } from './rehearsal.ts';
import { look, plan, type Script } from './script.ts';
import type { Stage } from './stage.ts';

export const interrupting = plan({ impact: 'INTERRUPTS_TRAFFIC' });
export const failing = { observe: [look('FAILED'), look('ABSENT', { asBefore: true })] };

/** What people can do while a request runs. */
interface Happenings {
  decide(verb: 'approve' | 'reject', more?: { comment?: string; after?: number; principal?: string }): () => Promise<void>;
  say(verb: string, body: object, more?: object): Promise<void>;
  recordNow(): Promise<Association>;
}

/** Something that people do some time after they were asked: virtual seconds. */
export const asked = (work: () => Promise<unknown>, call = 1, seconds = 60): Interference => ({
  function: 'askApproval',
  call,
  after: { seconds, work },
});

/** Requests that people decide on while they run. */
export type People = ReturnType<typeof createPeople>;

export function createPeople(stage: Stage) {
  return { ...stage, begin };

  /** A request for a pair of its own, that people do something about while it runs. */
  async function begin(script: Script, input: Record<string, unknown> = {}, happenings: (at: Happenings) => Interference[] = () => []) {
    const interferences: Interference[] = [];
    const { rehearsal, association } = await stage.stand(script, input, interferences);
    const { id } = association;
    const recordNow = async () => {
      const record = await stage.store.record(id);
      if (!record) throw new Error('no record');
      return record;
    };
    const answers: { status: number; body: { code?: string; state?: string } }[] = [];
    const say = async (verb: string, body: object, more = {}) => {
      const answer = await rehearsal.ask(verb, id, body, more);
      answers.push(answer as never);
    };
    const decide =
      (
        verb: 'approve' | 'reject',
        { comment = 'seen', after = 60, ...more }: { comment?: string; after?: number; principal?: string } = {},
      ) =>
      async () =>
        say(verb, { planDigest: (await recordNow()).approvalRequest?.digest, comment }, { after, ...more });
    interferences.push(...happenings({ decide, say, recordNow }));
    return { rehearsal, id, answers, say, recordNow, run: (after = 0) => rehearsal.run({ id }, after) };
  }
}
