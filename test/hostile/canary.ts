import { beforeAll, describe, expect, test } from '@jest/globals';
import es from '../events/es-package.json' with { type: 'json' };
import { logged } from '../logged.ts';
import { midnight } from '../record.ts';
import { eventText, type Sent } from './gateway.ts';
import { type HostileWorld, hostileWorld, place } from './world.ts';

/** Everywhere that something said to Liaison could come out again. */
type Sink = 'answer' | 'problem' | 'record' | 'bus' | 'alert' | 'parked' | 'log' | 'correlation id';

/** One input field: where what is in it comes out again, and why it may. What is not named here must not. */
interface Field {
  readonly field: string;
  readonly shownIn: readonly Sink[];
  readonly why: string;
}

const free = 'a person wrote it for those who read of the association';
const fields: readonly Field[] = [
  { field: 'reason', shownIn: ['answer', 'record'], why: free },
  { field: 'label', shownIn: ['alert', 'answer', 'bus', 'record'], why: free },
  { field: 'comment', shownIn: ['alert', 'answer', 'bus', 'record'], why: free },
  { field: 'principal', shownIn: ['alert', 'answer', 'bus', 'record'], why: 'API Gateway says who asked; everybody must know who did' },
  { field: 'idempotency-key', shownIn: [], why: 'only its hash is kept' },
  { field: 'authorization', shownIn: [], why: 'API Gateway has read it' },
  { field: 'cookie', shownIn: [], why: 'nobody reads it' },
  { field: 'x-amz-security-token', shownIn: [], why: 'as authorization' },
  { field: 'unknown-header', shownIn: [], why: 'nobody reads it' },
  { field: 'user-agent', shownIn: [], why: 'nobody reads it' },
  { field: 'query', shownIn: [], why: 'the value of a parameter is never repeated' },
  { field: 'query-name', shownIn: ['problem'], why: 'which parameter nobody knows must be said to whoever sent it' },
  { field: 'path', shownIn: ['problem'], why: 'which id leads nowhere is said to whoever sent it' },
  { field: 'body-value', shownIn: [], why: 'what is wrong with a value is said without it' },
  { field: 'body-unknown-value', shownIn: [], why: 'as above' },
  { field: 'body-unknown-name', shownIn: ['problem'], why: 'which member nobody knows must be said to whoever sent it' },
  { field: 'body-no-json', shownIn: [], why: 'what cannot be read is not repeated' },
  { field: 'event-id', shownIn: ['answer', 'bus', 'record'], why: 'by it both sides find the event again' },
  { field: 'event-source', shownIn: ['answer', 'bus', 'record'], why: 'who asked, where an event did' },
  { field: 'event-resources', shownIn: [], why: 'nobody reads them here' },
  { field: 'event-unknown-member', shownIn: [], why: 'nobody reads it' },
  { field: 'parked-event', shownIn: ['parked'], why: 'an event that cannot be used is kept whole, to be sent again' },
  { field: 'AWS_SECRET_ACCESS_KEY', shownIn: [], why: 'a secret' },
  { field: 'AWS_SESSION_TOKEN', shownIn: [], why: 'a secret' },
];

const canaryIn = (field: string): string => `canary-${fields.findIndex((each) => each.field === field)}-${field}`;

/** That everything comes out where the table says, and nowhere else. */
export const describeCanaries = () =>
  describe('what is said to Liaison', () => {
    let world: HostileWorld;
    const heard: Record<Sink, string[]> = {
      answer: [],
      problem: [],
      record: [],
      bus: [],
      alert: [],
      parked: [],
      log: [],
      'correlation id': [],
    };
    let count = 0;

    async function invoke(key: string, text: string): Promise<{ statusCode: number; body: string }> {
      let answer: unknown;
      const lines = await logged(async () => {
        answer = (await world.invoke(key, text)).answer;
      });
      for (const line of lines) {
        const { correlationId, ...rest } = JSON.parse(line);
        heard.log.push(JSON.stringify(rest));
        heard['correlation id'].push(String(correlationId));
      }
      return answer as { statusCode: number; body: string };
    }

    const userArn = `arn:aws:sts::${place.account}:assumed-role/Search/${canaryIn('principal')}`;
    async function send(sent: Sent) {
      count += 1;
      const answer = await invoke(
        'on-request',
        eventText({ ...sent, headers: { ...secretHeaders(), ...(sent.headers as object) } }, midnight + 7 * count + 1, userArn),
      );
      heard[answer.statusCode < 400 ? 'answer' : 'problem'].push(answer.body, JSON.stringify(answer));
      return answer;
    }
    const secretHeaders = () => ({
      'idempotency-key': `${canaryIn('idempotency-key')}-${count}`,
      authorization: canaryIn('authorization'),
      cookie: canaryIn('cookie'),
      'x-amz-security-token': canaryIn('x-amz-security-token'),
      'x-unknown': canaryIn('unknown-header'),
      'user-agent': canaryIn('user-agent'),
    });

    async function ended(id: string): Promise<void> {
      const ending = { state: 'FAILED', sideEffects: 'UNKNOWN', changed: false, reason: 'Refused', message: 'no', words: null };
      await invoke('settle', JSON.stringify({ id, run: 1, now: midnight + 1_000, ending }));
      heard.record.push(JSON.stringify(await world.store.record(id)));
      await send({ routeKey: 'GET /associations/{id}', path: { id } });
      await send({ routeKey: 'GET /associations/{id}/history', path: { id } });
    }

    beforeAll(async () => {
      world = await hostileWorld();
      process.env.AWS_SECRET_ACCESS_KEY = canaryIn('AWS_SECRET_ACCESS_KEY');
      process.env.AWS_SESSION_TOKEN = canaryIn('AWS_SESSION_TOKEN');
      const pair = { packageId: 'F1', domainName: 'canary' };
      const body = { kind: 'es-package', pair, reason: canaryIn('reason'), labels: { note: canaryIn('label') } };
      const { id } = JSON.parse((await send({ routeKey: 'POST /associations', body })).body);
      await send({ routeKey: 'POST /associations/{id}/cancel', path: { id }, body: { comment: canaryIn('comment') } });
      await ended(id);
      await send({ routeKey: 'GET /associations', query: { state: canaryIn('query'), pageToken: canaryIn('query') } });
      await send({ routeKey: 'GET /associations', query: { [canaryIn('query-name')]: 'x' } });
      await send({ routeKey: 'GET /associations/{id}', path: { id: canaryIn('path') } });
      const wrong = { packageId: canaryIn('body-value'), domainName: canaryIn('body-value') };
      const unusable = { kind: 'es-package', pair: wrong, desired: canaryIn('body-value'), deadline: canaryIn('body-value') };
      await send({ routeKey: 'POST /associations', body: unusable });
      await send({ routeKey: 'POST /plans', body: { ...unusable, kind: canaryIn('body-value') } });
      await send({ routeKey: 'POST /associations', body: { ...body, [canaryIn('body-unknown-name')]: canaryIn('body-unknown-value') } });
      await send({ routeKey: 'POST /associations', body: canaryIn('body-no-json') });
      const event = {
        ...es,
        id: canaryIn('event-id'),
        source: canaryIn('event-source'),
        resources: [canaryIn('event-resources')],
        extra: canaryIn('event-unknown-member'),
        detail: { ...es.detail, pair: { ...pair, domainName: 'canary-two' } },
      };
      world.calls();
      await invoke('on-event', JSON.stringify(event));
      const start = world.calls().find(({ operation }) => operation === 'StartExecution');
      await ended(JSON.parse(String(start?.input?.input)).id);
      await invoke('on-event', JSON.stringify({ ...es, detail: { kind: canaryIn('parked-event') } }));
      heard.parked.push(...world.calls().flatMap(({ operation, input }) => (operation === 'SendMessage' ? [JSON.stringify(input)] : [])));
      heard.alert.push(...world.alerts());
      heard.bus.push(...world.emitted.map((emitted) => JSON.stringify(emitted)));
    });

    test('comes out in every way that is looked at here', () => {
      expect(Object.entries(heard).flatMap(([sink, texts]) => (texts.length > 0 ? [] : [sink]))).toEqual([]);
    });

    test.each(fields.map(({ field, why, shownIn }) => [field, why, shownIn] as const))(
      'as %s comes out only where it may: %s',
      (field, _, shownIn) => {
        const found = Object.entries(heard).flatMap(([sink, texts]) =>
          texts.some((text) => text.includes(canaryIn(field))) ? [sink] : [],
        );
        expect(found.sort()).toEqual([...shownIn].sort());
      },
    );
  });
