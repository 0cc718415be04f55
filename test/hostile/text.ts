import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfiguration } from '../../local/configuration.ts';
import { createRandom } from '../../local/random.ts';
import { createStepFunctions } from '../../local/stepfunctions/index.ts';
import { createJournal } from '../../local/stepfunctions/journal.ts';
import es from '../events/es-package.json' with { type: 'json' };
import lattice from '../events/lattice-service.json' with { type: 'json' };
import { createManualClock } from '../local/lambda/manual-clock.ts';
import { assertOwnInput, startsIn } from './starts.ts';
import { hostileWorld, place } from './world.ts';

/** Ways out of an expression, an ARN, a pattern, a query and a sentence. */
const ways = ['{% $states.context %}', '$', '$$.x', '{"a":', '"', "'", '`', '*', '?', ':', '/', '\\', '.*', '(a+)+$', '[', '#a', ':v', '%'];

/** That no text gets further than it should on its way into a run. */
export function describeTexts() {
  describe('a text of an event', () => {
    test.each(ways)('that holds %s stays a text on its way into a run, whose input is only our own', async (way) => {
      const { invoke, calls, store } = await hostileWorld();
      const domainName = `d${ways.indexOf(way)}-text`;
      const detail = { ...es.detail, pair: { packageId: 'F1', domainName }, reason: way, labels: { note: way } };
      calls();
      expect(await invoke('on-event', JSON.stringify({ ...es, id: `text-${way}`, source: `some${way}`, detail }))).toEqual({});
      const [input, ...others] = startsIn(calls());
      expect(others).toEqual([]);
      assertOwnInput(input);
      const record = await store.record(JSON.parse((input as { input: string }).input).id);
      expect(record).toMatchObject({ reason: way, labels: { note: way }, requestedBy: { id: `some${way}#text-${way}` } });
    });

    test.each(ways)('that holds %s is in no id, no ARN and no tag that something is looked for by', async (way) => {
      const { invoke, calls } = await hostileWorld();
      const pair = { packageId: `F1${way}`, domainName: 'logs' };
      const tags = { 'liaison:service-network': `sn-0123456789abcdef0${way}` };
      calls();
      await invoke('on-event', JSON.stringify({ ...es, id: `id-${way}`, detail: { ...es.detail, pair } }));
      await invoke('on-event', JSON.stringify({ ...lattice, id: `tag-${way}`, detail: { ...lattice.detail, tags } }));
      await invoke('on-event', JSON.stringify({ ...lattice, id: `arn-${way}`, resources: [`${lattice.resources[0]}${way}`] }));
      const made = calls();
      expect(startsIn(made)).toEqual([]);
      expect(made.filter(({ operation }) => operation === 'SendMessage')).toHaveLength(3);
    });
  });

  describe('a text that a step hands to the workflow', () => {
    const root = new URL('../..', import.meta.url).pathname;
    const clock = createManualClock();
    const journal = createJournal();
    const words = ways.join(' ');
    const settled: unknown[] = [];
    let stepFunctions: ReturnType<typeof createStepFunctions>;
    beforeAll(() => {
      stepFunctions = createStepFunctions({
        clock,
        random: createRandom(1),
        ...place,
        journal,
        onStatusChange: () => undefined,
        invoke: async (_, input) => {
          const { FunctionName = '', Payload } = input as { FunctionName?: string; Payload?: { ending?: unknown } };
          if (!FunctionName.endsWith('settle'))
            return { Payload: { outcome: 'SETTLE', waitSeconds: null, ending: endingOf(words) } } as never;
          settled.push(Payload?.ending);
          return { Payload: { state: 'FAILED', reason: words } } as never;
        },
      });
    });
    afterAll(() => {
      stepFunctions.close();
      journal.close();
    });
    const endingOf = (message: string) => ({
      state: 'FAILED',
      sideEffects: 'NONE',
      changed: false,
      reason: message,
      message,
      words: { operation: 'x', status: message, error: message, message, requestId: null },
    });

    test('is handed on as it stands, and never evaluated', async () => {
      const { machines } = readConfiguration({ root, stage: 'dev', ...place, endpoint: 'http://127.0.0.1:1' });
      const { definition, ...machine } = machines.find(({ name }) => name.endsWith('association')) ?? machines[0] ?? ({} as never);
      stepFunctions.load({ ...machine, definition: definition as never, trusted: true });
      const start = stepFunctions.service.operations.StartExecution as (input: object, caller: object) => Promise<{ executionArn: string }>;
      const input = JSON.stringify({ id: 'assoc_01JBMZ0000000000000000000A', kind: 'es-package', run: 1 });
      const { executionArn } = await start({ stateMachineArn: machine.arn, name: 'x-1', input }, {});
      for (let turn = 0; turn < 50 && settled.length === 0; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(settled).toEqual([endingOf(words)]);
      for (let turn = 0; turn < 50 && journal.find(executionArn)?.status === 'RUNNING'; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
      expect(journal.find(executionArn)).toMatchObject({ status: 'FAILED', error: `FAILED.${words}` });
    });
  });
}
