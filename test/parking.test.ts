import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createQueues } from '../local/queue/queue.ts';
import { createQueueService } from '../local/queue/service.ts';
import { createPark, type Park } from '../src/parking.ts';
import { type Endpoint, openEndpoint } from './endpoint.ts';
import { account, createSurroundings, region } from './surroundings.ts';

describe('parking an event', () => {
  const surroundings = createSurroundings();
  let endpoint: Endpoint;
  let client: SQSClient;
  let park: Park;
  let QueueUrl: string;
  beforeAll(async () => {
    const parked = { name: 'parked', arn: `arn:aws:sqs:${region}:${account}:parked`, url: `http://127.0.0.1/${account}/parked` };
    const queues = createQueues({ ...surroundings, queues: [parked] });
    endpoint = await openEndpoint(surroundings, [createQueueService(queues)]);
    client = new SQSClient({ ...endpoint.clientOptions, useQueueUrlAsEndpoint: false });
    QueueUrl = parked.url;
    park = createPark(client, () => QueueUrl);
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
  });

  /** The event and the reason as whoever looks at the queue sees them. */
  const parked = async (event: unknown, ...problems: { path: string; message: string }[]) => {
    await park(event, problems);
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));
    expect(Messages).toHaveLength(1);
    return { event: JSON.parse(Messages[0]?.Body ?? ''), reason: Messages[0]?.MessageAttributes?.REASON?.StringValue };
  };

  test('keeps it whole, to be sent again, with every reason', async () => {
    const event = { id: 'e-1', detail: { kind: 'nosuch', text: 'größe\u0001' } };
    expect(await parked(event, { path: 'detail.kind', message: 'must be one of a, b' }, { path: 'time', message: 'is no time' })).toEqual({
      event,
      reason: 'detail.kind: must be one of a, b; time: is no time',
    });
  });

  test('takes a reason that quotes control characters, which SQS refuses', async () => {
    const { reason } = await parked({}, { path: 'detail', message: 'is "\u0000\u001b[2J\u007f\u0085"' });
    expect(reason).toBe('detail: is "��[2J��"');
  });

  test('cuts a reason that is too long, and has one when there is none', async () => {
    expect((await parked({}, { path: 'x', message: 'y'.repeat(300_000) })).reason).toHaveLength(4_000);
    expect((await parked({})).reason).toBe('unknown');
  });

  test.each([null, 'text', 7, []])('takes an event that is none: %j', async (event) => {
    expect((await parked(event, { path: '', message: 'is no event' })).event).toEqual(event);
  });

  test('takes an event of half a megabyte', async () => {
    const event = { detail: 'x'.repeat(512 * 1024) };
    expect((await parked(event, { path: 'detail', message: 'is too long' })).event).toEqual(event);
  });

  test('takes an event or a reason with half a character in it', async () => {
    const { reason } = await parked({ detail: 'a\ud800b' }, { path: 'detail', message: 'is "a\ud800b"' });
    expect(reason).toMatch(/^detail: is "a.b"$/u);
  });

  test('takes what SQS refuses and JSON does not, also where the reason is cut in the middle of a character', async () => {
    const { event, reason } = await parked({ detail: 'a\uffffb' }, { path: 'x', message: `\ufffe${'y'.repeat(3_995)}🌍` });
    expect(event).toEqual({ detail: 'a\uffffb' });
    expect(reason).toBe(`x: �${'y'.repeat(3_995)}�`);
  });

  test('that cannot be kept throws, so that the event comes again', async () => {
    const lost = createPark(client, () => 'http://127.0.0.1/123456789012/gone');
    await expect(lost({}, [])).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });
});
