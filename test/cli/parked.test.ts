import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Parked } from '../../cli/parked.ts';
import { createClock } from '../../local/clock.ts';
import { createCloudFormationService } from '../../local/cloudformation/service.ts';
import type { FunctionConfiguration } from '../../local/configuration.ts';
import type { Lambda } from '../../local/lambda/lambda.ts';
import { createLambdaService } from '../../local/lambda/service.ts';
import { createQueues } from '../../local/queue/queue.ts';
import { createQueueService } from '../../local/queue/service.ts';
import { createState } from '../../local/state.ts';
import { AwsError } from '../../local/wire/service.ts';
import updated from '../events/package-updated.json' with { type: 'json' };
import { serve } from '../local/lambda/endpoint.ts';
import { account } from '../local/lambda/world.ts';
import { call } from './terminal.ts';

const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:${account}:function:${name}`;
const names = ['liaison-dev-on-event', 'liaison-dev-on-execution-ended'];
const queue = { name: 'liaison-dev-parked', arn: `arn:aws:sqs:eu-west-1:${account}:liaison-dev-parked`, url: '' };
// What waits a second for more messages waits a millisecond.
const queues = createQueues({ queues: [queue], clock: createClock({ speed: 1_000 }), state: createState() });

/** What the functions were sent. */
let sent: { to: string; event: unknown }[];
const lambda = {
  functionOf(name: string) {
    if (names.some((known) => name === known || name === arnOf(known))) return { arn: name } as FunctionConfiguration;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, { status: 404, members: { Type: 'User' } });
  },
  invokeAsync(to: string, event: unknown) {
    sent.push({ to, event });
    return { requestId: '1' };
  },
} as Partial<Lambda> as Lambda;

const folder = mkdtempSync(join(tmpdir(), 'liaison-test-'));
let endpoint: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  // What an operator may have set up for AWS, and a local world knows nothing of.
  process.env.AWS_USE_FIPS_ENDPOINT = 'true';
  const stack = () => ({ name: 'liaison-dev', arn: 'arn', outputs: { ParkedQueueUrl: `${endpoint.url}/${account}/${queue.name}` } });
  endpoint = await serve(createCloudFormationService({ stack, createdAt: 0 }), createQueueService(queues), createLambdaService(lambda));
  writeFileSync(join(folder, 'world.json'), JSON.stringify({ api: 'http://127.0.0.1:1', aws: endpoint.url, pid: process.pid }));
});
afterAll(async () => {
  delete process.env.AWS_USE_FIPS_ENDPOINT;
  queues.close();
  await endpoint.close();
  rmSync(folder, { recursive: true });
});

const liaison = (words: string) => call([...words.split(' '), '--state-dir', folder]);
const list = async () => {
  const { output } = await liaison('parked list --json');
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Parked);
};

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
/** The three ways into the queue: what Liaison could not use, what EventBridge could not deliver, what a function failed on. */
let ids: { unusable: string; undelivered: string; failed: string };
beforeEach(() => {
  sent = [];
  queues.purge(queue.name);
  const put = (body: unknown, attributes = {}) => queues.send(queue.name, { body: JSON.stringify(body), attributes }).id;
  ids = {
    unusable: put({ ...updated, region: 'eu-north-1' }, { REASON: text('region: is eu-north-1; this is eu-west-1') }),
    undelivered: put(updated, {
      ERROR_CODE: text('TIMEOUT'),
      ERROR_MESSAGE: text('No answer within an hour'),
      TARGET_ARN: text(arnOf('liaison-dev-on-event')),
    }),
    failed: put({
      version: '1.0',
      requestContext: { functionArn: `${arnOf('liaison-dev-on-execution-ended')}:$LATEST`, condition: 'RetriesExhausted' },
      requestPayload: { id: 'e-1', source: 'aws.states' },
      responsePayload: { errorType: 'Error', errorMessage: 'The table\u001b[2J is gone' },
    }),
  };
});

test('each parked event is listed with what it is, why it is there and for whom it was, and nothing plays with the terminal', async () => {
  const { code, output } = await liaison('parked list');
  expect(code).toBe(0);
  expect(output.split('\n').map((line) => line.trim())).toEqual([
    expect.stringContaining(ids.unusable),
    `what    aws.es · AWS API Call via CloudTrail · ${updated.id}`,
    'why     region: is eu-north-1; this is eu-west-1',
    'for     liaison-dev-on-event',
    expect.stringContaining(ids.undelivered),
    `what    aws.es · AWS API Call via CloudTrail · ${updated.id}`,
    'why     TIMEOUT: No answer within an hour',
    'for     liaison-dev-on-event',
    expect.stringContaining(ids.failed),
    'what    aws.states · e-1',
    'why     RetriesExhausted: Error: The table[2J is gone',
    'for     liaison-dev-on-execution-ended',
    '',
  ]);
});

test('looking takes nothing away: the next look finds the same', async () => {
  const [first, second] = [await list(), await list()];
  expect(first.map(({ id }) => id)).toEqual(Object.values(ids));
  expect(second).toEqual(first);
});

test('more than one answer of the queue holds are found all the same', async () => {
  for (let number = 0; number < 22; number += 1) queues.send(queue.name, { body: JSON.stringify({ number }) });
  expect(await list()).toHaveLength(25);
});

test('one is sent again to the function it was for, and is no longer parked', async () => {
  const { code, output, messages } = await liaison(`parked send ${ids.failed}`);
  expect(messages).toMatch(/^At the parked events of liaison-dev, .*, region eu-west-1\.\n/);
  expect([code, output]).toEqual([0, expect.stringContaining(`${ids.failed} was sent to`)]);
  expect(sent).toEqual([{ to: 'liaison-dev-on-execution-ended', event: { id: 'e-1', source: 'aws.states' } }]);
  expect((await list()).map(({ id }) => id)).toEqual([ids.unusable, ids.undelivered]);
});

test('all are sent with --all, each as it came', async () => {
  expect((await liaison('parked send --all')).code).toBe(0);
  expect(sent.map(({ to }) => to)).toEqual(['liaison-dev-on-event', 'liaison-dev-on-event', 'liaison-dev-on-execution-ended']);
  expect(sent.slice(0, 2).map(({ event }) => event)).toEqual([{ ...updated, region: 'eu-north-1' }, updated]);
  expect(await list()).toEqual([]);
  expect((await liaison('parked send --all')).messages).toContain('There are none.');
});

test('one that is dropped is sent to nobody', async () => {
  expect((await liaison(`parked drop ${ids.unusable}`)).code).toBe(0);
  expect(sent).toEqual([]);
  expect((await list()).map(({ id }) => id)).toEqual([ids.undelivered, ids.failed]);
});

test('what its function does not take stays parked', async () => {
  queues.purge(queue.name);
  const { id } = queues.send(queue.name, { body: '{}', attributes: { TARGET_ARN: text(arnOf('liaison-dev-reconcile')) } });
  const { code, messages } = await liaison(`parked send ${id}`);
  expect([code, messages]).toEqual([1, expect.stringContaining('Function not found')]);
  expect((await list()).map((parked) => parked.id)).toEqual([id]);
});

test.each(['payroll', 'liaison-dev-2-on-event', 'liaison-dev-settle'])('what says that it is for %s is sent to nobody', async (name) => {
  queues.purge(queue.name);
  const { id } = queues.send(queue.name, { body: '{}', attributes: { TARGET_ARN: text(arnOf(name)) } });
  const { code, messages } = await liaison(`parked send ${id}`);
  expect([code, messages]).toEqual([1, expect.stringContaining(`which takes no events of liaison-dev`)]);
  expect(sent).toEqual([]);
});

test.each([
  ['no JSON {', 'no JSON {'],
  ['null', null],
  ['{"requestPayload":1}', { requestPayload: 1 }],
])('a body of "%s" is shown, and sent as it is', async (body, event) => {
  queues.purge(queue.name);
  const { id } = queues.send(queue.name, { body });
  expect(await list()).toMatchObject([{ id, reason: 'unknown', function: 'liaison-dev-on-event', event }]);
  expect((await liaison(`parked send ${id}`)).code).toBe(0);
  expect(sent).toEqual([{ to: 'liaison-dev-on-event', event }]);
});

test('what was sent and could not be taken out of the queue says both', async () => {
  const { delete: remove } = queues;
  queues.delete = () => {
    throw new AwsError('InternalError', 'try again', { status: 400 });
  };
  const { code, messages } = await liaison(`parked send ${ids.unusable}`);
  queues.delete = remove;
  expect([code, messages]).toEqual([1, expect.stringContaining(`${ids.unusable} was sent, and could not be taken out of the queue`)]);
  expect(sent).toHaveLength(1);
  expect((await list()).map(({ id }) => id)).toContain(ids.unusable);
});

test.each([
  ['parked send', 2, 'Say which'],
  ['parked send one --all', 2, 'Say which'],
  ['parked drop nobody', 1, 'No parked event has the id nobody.'],
])('%s ends with %i and says what is wrong', async (words, code, message) => {
  const ended = await liaison(words);
  expect([ended.code, ended.messages]).toEqual([code, expect.stringContaining(message)]);
});

test('the address of an API leads to no queue', async () => {
  const { code, messages } = await call(['parked', 'list', '--url', 'http://127.0.0.1:1']);
  expect([code, messages]).toEqual([2, expect.stringContaining('Name the stage')]);
});
