import fc from 'fast-check';
import { midnight } from '../../record.ts';
import { type Entrance, property } from '../entrance.ts';
import { eventText, type Sent } from '../gateway.ts';
import { withoutLeak } from '../leak.ts';
import { mutationOf } from '../mutation.ts';
import { assertOwnInput, startsIn } from '../starts.ts';
import { type Json, text } from '../values.ts';
import { hostileWorld, place } from '../world.ts';

const role = `arn:aws:sts::${place.account}:assumed-role`;
const digest = `sha256:${'0'.repeat(64)}`;
const request = (domainName: string) => ({
  kind: 'es-package',
  pair: { packageId: 'F1', domainName },
  desired: 'ASSOCIATED',
  onFailure: 'LEAVE',
  approval: 'AUTO',
  deadline: 'PT1H',
  reason: 'because',
  labels: { team: 'search' },
});
const lattice = {
  kind: 'lattice-service',
  pair: { serviceIdentifier: 'svc-0123456789abcdef0', serviceNetworkIdentifier: 'sn-0123456789abcdef0', tags: { team: 'a' } },
};
const move = { kind: 'dx-hosted-connection', pair: { connectionId: 'dxcon-fg1234ab', parentConnectionId: 'dxlag-fgtarget1' } };

/** Of every route a request that is as it should be. */
const validRequests = (id: string, batch: string, domain: string): Sent[] => {
  const headers = { 'idempotency-key': `key-${domain}`, 'if-match': '*', 'if-none-match': '"1"', prefer: 'wait=0', 'content-type': 'a/b' };
  const paging = { pageSize: '10', pageToken: 'W10' };
  const filters = { ...paging, state: 'RUNNING,FAILED', source: 'F1', 'label.team': 'search', createdAfter: '2026-11-02', problem: 'true' };
  const limits = { maxConcurrency: 2, canary: 1, stopAfterFailures: 1 };
  const post = (routeKey: string, body: Json, path?: Json): Sent => ({ routeKey, headers, body, ...(path !== undefined && { path }) });
  const get = (routeKey: string, query: Json, path?: Json): Sent => ({ routeKey, headers, query, ...(path !== undefined && { path }) });
  return [
    post('POST /associations', request(domain)),
    post('POST /associations', { ...lattice, desired: 'DISSOCIATED' }),
    post('POST /associations', { ...move, planDigest: digest }),
    post('POST /plans', request(domain)),
    post('POST /plans', { items: [request(domain), lattice], ...limits }),
    post('POST /batches', { items: [request(domain), move], ...limits, label: 'many' }),
    post('POST /batches', { selector: { kind: 'es-package', packageId: 'F1' }, desired: 'ASSOCIATED', ...limits }),
    get('GET /associations', filters),
    get('GET /associations/{id}', { view: 'basic' }, { id }),
    get('GET /associations/{id}/history', paging, { id }),
    post('POST /associations/{id}/approve', { planDigest: digest, comment: 'yes' }, { id }),
    post('POST /associations/{id}/reject', { planDigest: digest, comment: 'no' }, { id }),
    post('POST /associations/{id}/cancel', { comment: 'stop' }, { id }),
    post('POST /associations/{id}/retry', { comment: 'again', planDigest: digest }, { id }),
    get('GET /batches', paging),
    get('GET /batches/{id}', {}, { id: batch }),
    get('GET /batches/{id}/items', paging, { id: batch }),
    post('POST /batches/{id}/cancel', { comment: 'stop' }, { id: batch }),
    post('POST /batches/{id}/retry-failed', { comment: 'again' }, { id: batch }),
  ];
};

/** What a caller changes: never the route, which API Gateway found. */
const spoiled = (sent: Sent): fc.Arbitrary<Sent> => {
  const { routeKey, ...rest } = sent;
  return fc.oneof(
    { weight: 4, arbitrary: mutationOf(rest as Json).map((changed) => ({ ...membersOf(changed), routeKey })) },
    { weight: 1, arbitrary: text.map((body) => ({ ...sent, body })) },
  );
};

/** Whoever asks to wait is kept waiting, by design: up to 15 seconds that no other case has. */
const waits = /wait\s*=\s*"?0*[1-9]/i;

const membersOf = (value: Json): Omit<Sent, 'routeKey'> => {
  const { path, query, headers, body } = (typeof value === 'object' && value !== null ? value : {}) as unknown as Sent;
  return {
    ...(path !== undefined && { path }),
    ...(query !== undefined && { query }),
    ...(body !== undefined && { body }),
    headers: waits.test(JSON.stringify(headers)) ? {} : (headers ?? {}),
  };
};

interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is wrong with an answer, whatever was asked. */
function assertProper({ statusCode, headers, body }: HttpAnswer): void {
  if (statusCode >= 500 && statusCode !== 503) throw new Error(`The answer was ${statusCode}: ${body}`);
  if (statusCode < 400) return;
  const problem = JSON.parse(body);
  if (headers['content-type'] !== 'application/problem+json' || problem.status !== statusCode) throw new Error(`No problem: ${body}`);
  if (Buffer.byteLength(body) > 200_000) throw new Error(`The problem has ${Buffer.byteLength(body)} bytes.`);
}

/** The HTTP API by its own function, with events as API Gateway makes them. */
export const httpApi: Entrance = {
  name: 'HTTP API',
  share: 250,
  async open() {
    const world = await hostileWorld();
    let count = 0;
    const send = async (sent: Sent): Promise<HttpAnswer> => {
      count += 1;
      const { answer, error } = await world.invoke('on-request', eventText(sent, midnight + count, `${role}/Search/ana`));
      if (error) throw error;
      return answer as HttpAnswer;
    };
    const created = async (routeKey: string, body: Json) => {
      const { statusCode, body: text } = await send({ routeKey, body, headers: { 'idempotency-key': routeKey.replaceAll(' ', '') } });
      if (statusCode !== 202) throw new Error(text);
      return JSON.parse(text).id as string;
    };
    const [id, batch] = await withoutLeak(() =>
      Promise.all([created('POST /associations', request('first')), created('POST /batches', { items: [request('second')] })]),
    );
    const cases = fc.integer({ min: 0, max: 2 ** 30 }).chain((n) => {
      const valid = validRequests(id, batch, `d${n.toString(36)}`);
      return fc.constantFrom(...valid).chain(spoiled);
    });
    const hold = async (sent: Sent) => {
      const answer = await withoutLeak(() => send(sent));
      assertProper(answer);
      const starts = startsIn(world.calls());
      if (answer.statusCode >= 400 && starts.length > 0) throw new Error(`Refused with ${answer.statusCode}, and started all the same.`);
      for (const input of starts) assertOwnInput(input);
    };
    startsIn(world.calls());
    return { properties: [property('answers, and starts only what it took in', cases, hold)], close: async () => undefined };
  },
};
