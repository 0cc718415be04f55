import { describe, expect, test } from '@jest/globals';
import type { ApiClient } from '../../local/api-client.ts';
import { untilAllEnded, watch } from '../../local/watch.ts';

const entry = (action: string, to: string) => ({ at: '2026-01-01T00:00:00.000Z', action, to, actor: { id: 'ana' }, words: null });
const shown = (more: object) => ({ id: 'assoc_1', state: 'RUNNING', settledAt: null, step: null, plan: null, history: [], ...more });

/** Answers one after the other, the last for ever. */
function answering(...bodies: object[]): ApiClient {
  let asked = 0;
  return async () => {
    asked += 1;
    return { status: 200, headers: {}, body: (bodies[asked - 1] ?? bodies.at(-1)) as Readonly<Record<string, unknown>> };
  };
}

describe('watching an association', () => {
  test('tells each thing once, in the order it happened, until it has ended', async () => {
    const [requested, started, settled] = [entry('Requested', 'PENDING'), entry('Started', 'RUNNING'), entry('Settled', 'SUCCEEDED')];
    const plan = { changed: true, checks: [{ name: 'one', result: 'PASS', message: '' }], calls: [{ operation: 'AssociatePackage' }] };
    const step = { name: 'Observe', observed: 'ASSOCIATING', looks: 2, nextLookAt: '1970-01-01T00:00:30.000Z' };
    const api = answering(
      shown({ history: [requested] }),
      shown({ history: [requested] }),
      shown({ history: [requested, started], plan, step }),
      shown({ history: [requested, started, settled], plan, state: 'SUCCEEDED', settledAt: '2026-01-01T00:01:00.000Z', noticesSent: true }),
    );
    const told: string[] = [];
    const last = await watch(
      api,
      'assoc_1',
      () => 0,
      ({ what }) => void told.push(what),
      1_000,
    );
    expect(last.state).toBe('SUCCEEDED');
    expect(told).toEqual([
      'Requested by ana: assoc_1',
      'Started',
      'Planned: 1 of 1 checks pass; then AssociatePackage',
      'Observe: ASSOCIATING, look 2, next look in 30 s',
      'Settled: SUCCEEDED',
    ]);
  });

  test('has an end when the association has none', async () => {
    await expect(
      watch(
        answering(shown({})),
        'assoc_1',
        () => 0,
        () => undefined,
        30,
      ),
    ).rejects.toThrow('assoc_1 has not ended after 30 ms.');
  });
});

describe('waiting for all', () => {
  test('looks at every page', async () => {
    const ended = { settledAt: '2026-01-01T00:01:00.000Z' };
    const first = { items: [ended], nextPageToken: 'assoc_1' };
    const done = { items: [ended], nextPageToken: null };
    await untilAllEnded(answering(first, { items: [{ settledAt: null }], nextPageToken: null }, first, done), 1_000);
    const waiting = { items: [{ id: 'assoc_2', state: 'AWAITING_APPROVAL', settledAt: null }], nextPageToken: null };
    await expect(untilAllEnded(answering(waiting), 30)).rejects.toThrow('after 30 ms: assoc_2 is AWAITING_APPROVAL.');
  });
});
