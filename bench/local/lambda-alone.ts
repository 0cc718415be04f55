import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createClock } from '../../local/clock.ts';
import { readConfiguration } from '../../local/configuration.ts';
import { bundled } from '../../local/lambda/bundles.ts';
import { createLambda } from '../../local/lambda/lambda.ts';
import { createState } from '../../local/state.ts';
import { place } from '../../local/world.ts';

/** The function that answers the API, called in this process with no server before it: what any server that runs it can accept at most. */
export interface LambdaAlone {
  /** The status that a POST of an association is answered with. */
  post(body: object): Promise<number>;
  close(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');

const eventOf = (body: object) => ({
  version: '2.0',
  routeKey: 'POST /associations',
  rawPath: '/associations',
  rawQueryString: '',
  headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
  requestContext: {
    authorizer: { iam: { userArn: `arn:aws:iam::${place.account}:user/bench` } },
    http: { method: 'POST', path: '/associations' },
    requestId: randomUUID(),
    timeEpoch: Date.now(),
  },
  body: JSON.stringify(body),
  isBase64Encoded: false,
});

/** With the AWS of a world at `endpoint` behind it. */
export async function openLambdaAlone(endpoint: string): Promise<LambdaAlone> {
  const cache = join(root, 'node_modules/.cache/liaison');
  const { functions } = readConfiguration({ root, stage: 'dev', ...place, endpoint });
  const lambda = createLambda({
    functions: await bundled(functions, root, cache),
    clock: createClock(),
    state: createState(),
    endpoint,
    ...place,
    sendToQueue: () => undefined,
    log: (line) => void process.stderr.write(`${line}\n`),
    compileCache: cache,
  });
  return {
    post: async (body) => ((await lambda.invoke('on-request', eventOf(body))).payload as { statusCode: number }).statusCode,
    close: lambda.close,
  };
}
