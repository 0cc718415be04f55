import fc from 'fast-check';
import dx from '../../events/dx-hosted-connection.json' with { type: 'json' };
import es from '../../events/es-package.json' with { type: 'json' };
import ended from '../../events/execution-ended.json' with { type: 'json' };
import lattice from '../../events/lattice-service.json' with { type: 'json' };
import updated from '../../events/package-updated.json' with { type: 'json' };
import moved from '../../events/tag-moved.json' with { type: 'json' };
import { type Entrance, property } from '../entrance.ts';
import { withoutLeak } from '../leak.ts';
import { mutationOf } from '../mutation.ts';
import { assertOwnInput, startsIn } from '../starts.ts';
import { type Json, textOf } from '../values.ts';
import { type HostileWorld, hostileWorld, place } from '../world.ts';

/** Each source's event, with an id and a pair of its own for each number. */
const validEvents = (n: number): Json[] => {
  const [own, name] = [n.toString(36).padStart(6, '0'), `d${n.toString(36)}`];
  const id = `0d079340-135a-c8c6-95c2-${own.padStart(12, '0')}`;
  const service = `arn:aws:vpc-lattice:eu-west-1:${place.account}:service/svc-${own.padStart(17, '0')}`;
  return [
    { ...es, id, detail: { ...es.detail, pair: { packageId: 'F1', domainName: name } } },
    { ...es, id, 'detail-type': 'Dissociation Requested', detail: { ...es.detail, pair: { packageId: 'F1', domainName: name } } },
    { ...dx, id },
    { ...lattice, id, resources: [service] },
    { ...lattice, id, resources: [service], detail: { ...lattice.detail, tags: {} } },
    { ...moved, id },
    { ...updated, id },
    { ...updated, id, detail: { ...updated.detail, errorCode: 'AccessDenied' } },
  ] as Json[];
};

/** An event inside of what else carries events: none of these means anything to on-event. */
const enveloped = (event: Json): fc.Arbitrary<Json> =>
  fc.constantFrom<Json>(
    { Records: [{ messageId: '1', body: textOf(event), eventSource: 'aws:sqs' }] },
    { Records: [{ Sns: { Message: textOf(event) } }] },
    { requestPayload: event, responsePayload: null },
    [event],
    textOf(event),
  );

/** Bytes that EventBridge takes. Source: EventBridge quotas. */
const mostBytes = 262_144;

const eventCases = fc
  .integer({ min: 0, max: 2 ** 30 })
  .chain((n) => fc.constantFrom(...validEvents(n)))
  .chain((valid) => fc.oneof({ weight: 9, arbitrary: mutationOf(valid) }, { weight: 1, arbitrary: enveloped(valid) }))
  .filter((event) => Buffer.byteLength(textOf(event)) <= mostBytes);

interface Envelope {
  readonly id?: unknown;
  readonly source?: unknown;
  readonly account?: unknown;
  readonly region?: unknown;
  readonly 'detail-type'?: unknown;
}

const known = new Set([
  'Association Requested',
  'Dissociation Requested',
  'Tag Change on Resource',
  'Association State Changed',
  'AWS API Call via CloudTrail',
]);

/** Said here a second time, and more simply than where it is decided. */
const mayStart = ({ id, account, region, source, ...rest }: Envelope): boolean =>
  account === place.account &&
  region === place.region &&
  typeof id === 'string' &&
  typeof source === 'string' &&
  known.has(String(rest['detail-type']));

const pairs: readonly RegExp[] = [
  /^\{"packageId":"(F\d+|G\d+|pkg-[a-f0-9]+)","domainName":"[a-z][a-z0-9-]{2,27}"\}$/,
  /^\{"serviceIdentifier":"[\w:/-]+","serviceNetworkIdentifier":"[\w:/-]+"(,"tags":.*)?\}$/s,
  /^\{"connectionId":"dxcon-[a-z0-9]+","parentConnectionId":"dx(con|lag)-[a-z0-9]+"(,"previousParentConnectionId":"dx(con|lag)-[a-z0-9]+")?\}$/,
];

/** What was started is what the event says, and says so. */
async function assertMeant(world: HostileWorld, event: Envelope, input: unknown): Promise<void> {
  assertOwnInput(input);
  const { id } = JSON.parse((input as { input: string }).input);
  const record = await world.store.record(id);
  if (!record) return;
  if (!mayStart(event)) throw new Error('A run was started of an event that is not for this account, or means nothing.');
  // A request whose place a later one took is told so in a run of its own.
  const isSuperseded = record.cancel?.reason === 'Superseded';
  if (record.requestedBy.id !== `${event.source}#${event.id}` && !isSuperseded)
    throw new Error(`It was asked for by ${record.requestedBy.id}.`);
  const members = ['packageId', 'domainName', 'serviceIdentifier', 'serviceNetworkIdentifier', 'tags', 'connectionId'];
  const ordered = Object.fromEntries(
    [...members, 'parentConnectionId', 'previousParentConnectionId'].flatMap((name) => {
      const member = (record.pair as Record<string, unknown>)[name];
      return member === undefined ? [] : [[name, member]];
    }),
  );
  if (!pairs.some((pattern) => pattern.test(JSON.stringify(ordered)))) throw new Error(`It is for the pair ${JSON.stringify(ordered)}.`);
}

/** What EventBridge brings, by the function it brings it to. */
export const events: Entrance = {
  name: 'events',
  share: 250,
  async open() {
    const world = await hostileWorld();
    const received = async (event: Json) => {
      const { error } = await withoutLeak(() => world.invoke('on-event', textOf(event)));
      if (error) throw error;
      const calls = world.calls();
      const starts = startsIn(calls);
      const isParked = calls.some(({ operation }) => operation === 'SendMessage');
      if (starts.length > 0 && isParked) throw new Error('It was parked, and a run was started all the same.');
      for (const input of starts) await assertMeant(world, event as Envelope, input);
    };
    const restarts = async (event: Json) => {
      await withoutLeak(() => world.invoke('on-execution-ended', textOf(event)));
      if (startsIn(world.calls()).length > 0) throw new Error('A run was started of nothing.');
    };
    return {
      properties: [
        property('are accepted or parked, never both', eventCases, received),
        property('of ended executions start nothing that is not there', mutationOf(ended as Json), restarts),
      ],
      close: async () => undefined,
    };
  },
};
