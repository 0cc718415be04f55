import fc from 'fast-check';
import { midnight } from '../../record.ts';
import { type Entrance, property } from '../entrance.ts';
import { withoutLeak } from '../leak.ts';
import { mutationOf } from '../mutation.ts';
import { startsIn } from '../starts.ts';
import { type Json, textOf } from '../values.ts';
import { hostileWorld } from '../world.ts';

const about = { id: 'assoc_01JBMZ0000000000000000000A', run: 1, now: midnight };
const ending = { state: 'FAILED', sideEffects: 'NONE', changed: false, reason: 'Refused', message: 'no', words: null };

/** What each function gets of Step Functions, of another function or of a schedule. */
const inputs: readonly (readonly [key: string, input: Json])[] = [
  ['lock', { ...about, step: 'lock' }],
  ['lock', { ...about, step: 'unlock' }],
  ...['es-package', 'lattice-service', 'dx-hosted-connection'].flatMap((kind): [string, Json][] => [
    ...['plan', 'request', 'observe', 'undo'].map((step): [string, Json] => [kind, { ...about, step }]),
    [kind, { step: 'targets', selector: { packageId: 'F1' } }],
    [kind, { step: 'targets', selector: { serviceArn: 'svc-0123456789abcdef0', unlessNamedBy: 'team' } }],
    [kind, { step: 'quotas', pairs: [{ packageId: 'F1', domainName: 'logs' }], desired: 'ASSOCIATED' }],
    [kind, { step: 'preview', id: about.id, pair: { packageId: 'F1', domainName: 'logs' }, desired: 'ASSOCIATED', now: midnight }],
  ]),
  ['ask-approval', { ...about, token: 'a-token', expiresInSeconds: 60 }],
  ['settle', { ...about, ending }],
  ['admit', { id: 'batch_01JBMZ0000000000000000000A', run: 1, now: midnight, looks: 0, step: 'admit' }],
  ['admit', { id: 'batch_01JBMZ0000000000000000000A', run: 1, now: midnight, looks: 0, step: 'summarise' }],
  ['reconcile', { time: '2026-11-02T01:00:00Z' }],
];

/** So much may a step hand back to the workflow. Bytes. */
const mostBytes = 4_096;

const workflow = new Set(['lock', 'settle', 'ask-approval', 'admit']);

/** What only our own workflows send: it is answered, or refused by an error that the workflow's Catch takes. */
export const steps: Entrance = {
  name: 'step inputs',
  share: 100,
  async open() {
    const { invoke, calls } = await hostileWorld();
    const cases = fc.constantFrom(...inputs).chain(([key, valid]) => mutationOf(valid).map((input) => [key, input] as const));
    const hold = async ([key, input]: readonly [string, Json]) => {
      // Whoever writes here of what is not there is a fault of ours, and is logged as one.
      const { answer } = await withoutLeak(() => invoke(key, textOf(input)));
      const starts = startsIn(calls());
      if (key !== 'reconcile' && starts.length > 0) throw new Error(`${key} started a run of an association that is not there.`);
      if (workflow.has(key) && Buffer.byteLength(JSON.stringify(answer ?? null)) > mostBytes) throw new Error(`${key} answers too much.`);
    };
    return { properties: [property('are answered, or refused, and start nothing', cases, hold)], close: async () => undefined };
  },
};
