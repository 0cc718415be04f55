import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createChannels } from '../src/channels.ts';
import { createNotices, stateChanged } from '../src/notices.ts';
import { association, machineArn, midnight, words } from './record.ts';
import { createSink, type Sink } from './sink.ts';

const failed = association({
  state: 'FAILED',
  sideEffects: 'LEFT_BEHIND',
  changed: false,
  endReason: 'NotSettledInTime',
  endMessage: 'AWS still answered ASSOCIATING.',
  words: words(),
  labels: { change: 'CHG-1' },
  updatedAt: midnight + 1_500,
  version: 9,
  history: [
    ...association().history,
    { ...association().history[0], sequence: 2, from: 'RUNNING', to: 'FAILED', action: 'Settled' } as never,
  ],
});

test('a tag of which an earlier release did not note when it was changed is told with the time of the request', () => {
  const { at, ...trigger } = { type: 'TAG', key: 'liaison:service-network', value: 'sn-1', at: 0 } as const;
  expect(stateChanged(association({ trigger: trigger as never })).trigger).toEqual({ ...trigger, at: new Date(midnight).toISOString() });
});

describe('notices', () => {
  let sink: Sink;
  beforeAll(async () => {
    sink = await createSink();
  });
  afterAll(() => sink.close());

  test('an ending is an event on our bus, of the time it happened', async () => {
    await sink.notices.emit(failed);
    expect(sink.events().at(-1)).toMatchObject({
      source: 'liaison',
      'detail-type': 'Association State Changed',
      time: '2026-11-02T00:00:01Z',
      detail: {
        schemaVersion: '1.0',
        id: failed.id,
        sequence: 2,
        kind: 'es-package',
        pair: { packageId: 'F1', domainName: 'logs' },
        desired: 'ASSOCIATED',
        previousState: 'RUNNING',
        state: 'FAILED',
        sideEffects: 'LEFT_BEHIND',
        changed: false,
        reason: 'NotSettledInTime',
        message: 'AWS still answered ASSOCIATING.',
        run: 1,
        labels: { change: 'CHG-1' },
        requestedBy: { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' },
      },
    });
  });

  test('a repeat has another event id but the same (id, sequence), so that it can be told', async () => {
    await sink.notices.emit(failed);
    const [one, other] = sink.events().slice(-2);
    expect(one?.id).not.toBe(other?.id);
    expect(one?.detail).toEqual(other?.detail);
  });

  test('an event that PutEvents answers 200 for but did not take is an error, with the reason of the entry', async () => {
    const before = sink.events().length;
    sink.refuse('event', 'ENTRY');
    await expect(sink.notices.emit(failed)).rejects.toThrow('The bus refused the event: ThrottlingException Rate exceeded');
    expect(sink.events()).toHaveLength(before);
  });

  test('an alert has the five lines, the execution among them, and what to filter by', async () => {
    await sink.notices.alert(failed);
    expect(sink.alerts().at(-1)).toEqual({
      subject: `Liaison dev: es-package FAILED LEFT_BEHIND ${failed.id}`,
      message: expect.objectContaining({
        id: failed.id,
        sequence: 2,
        evidence: expect.stringContaining(`${machineArn.replace('stateMachine', 'execution')}:${failed.id}-1`),
      }),
      attributes: expect.objectContaining({ severity: { DataType: 'String', StringValue: 'left-behind' } }),
    });
  });

  test('an alert that the topic does not take is an error', async () => {
    const { events, topics } = sink.clients;
    const settings = { bus: () => 'liaison', topic: () => 'arn:aws:sns:eu-west-1:123456789012:gone' };
    const lost = createNotices(createChannels(events, topics, settings), () => machineArn);
    await expect(lost.alert(failed)).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

test('the first entry of a history has no state before it', () => {
  expect(stateChanged(association())).toMatchObject({ sequence: 1, previousState: null, state: 'PENDING' });
});
