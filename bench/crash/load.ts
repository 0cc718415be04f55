import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer } from '../../local/api-client.ts';
import { createRandom, type Random } from '../../local/random.ts';
import type { Clients } from './clients.ts';
import { type Furniture, ids } from './furnish.ts';
import type { Asked, Ledger } from './ledger.ts';

/** Somebody who asks for one thing after the other about a few things that are theirs alone. */
interface Wish {
  readonly path: Asked['path'];
  /** Asks by an event on the bus, and not over HTTP. */
  readonly byEvent?: boolean;
  request(random: Random): object;
}

/** What they do about what they asked for, milliseconds after it was accepted, and what a second person says where approval is asked for. */
interface Course {
  readonly cancelAfter: number | null;
  readonly verdict: 'approve' | 'reject';
}

/** An association or a batch, as far as a client looks at it. */
interface Shown {
  readonly state: string;
  readonly settledAt: string | null;
  readonly noticesSent: boolean | null;
  readonly approvalRequest?: { readonly digest: string } | null;
}

/** Milliseconds between two looks of a client. */
const lookEvery = 400;

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

const desired = (random: Random) => pick(random, ['ASSOCIATED', 'ASSOCIATED', 'DISSOCIATED']);

/** An event whose answer was lost is put anew, and the first is nobody's to approve. */
const byEvent = (wish: Wish): Wish => ({ ...wish, byEvent: true, request: (random) => ({ ...wish.request(random), approval: 'AUTO' }) });

function courseOf(random: Random): Course {
  return {
    cancelAfter: random() < 0.25 ? random() * 3_000 : null,
    verdict: random() < 0.15 ? 'reject' : 'approve',
  };
}

/**
 * Who there is in a furnished world: one client for each package on a domain, each service, each connection; the last service's client asks
 * for batches, and half of those of the others by events.
 */
function wishesIn({ packages, domains, services, networks, connections }: Furniture): Wish[] {
  const each = (count: number, wish: (number: number) => Wish['request']) =>
    Array.from({ length: count }, (_, number): Wish => ({ path: '/associations', request: wish(number) }));
  // Each other one: the first of a few as well as of many.
  const inTurns = (wishes: readonly Wish[]) => wishes.map((wish, index): Wish => (index % 2 === 0 ? byEvent(wish) : wish));
  const batched = Math.ceil(services / 2);
  const service = (number: number, random: Random) => ({
    kind: 'lattice-service',
    pair: { serviceIdentifier: ids.service(number), serviceNetworkIdentifier: ids.network(Math.floor(random() * networks)) },
    desired: desired(random),
  });
  return [
    ...each(packages * domains, (number) => (random) => ({
      kind: 'es-package',
      pair: { packageId: ids.package(number % packages), domainName: ids.domain(Math.floor(number / packages)) },
      desired: desired(random),
    })),
    ...inTurns(each(services - batched, (number) => (random) => service(number, random))),
    ...each(connections, (number) => (random) => ({
      kind: 'dx-hosted-connection',
      pair: { connectionId: ids.connection(number), parentConnectionId: pick(random, [...ids.lags, ids.fullLag]) },
      approval: pick(random, ['AUTO', 'BY_IMPACT']),
      onFailure: 'ROLL_BACK',
    })),
    {
      path: '/batches',
      request: (random) => ({
        maxConcurrency: 3,
        approval: 'AUTO',
        items: Array.from({ length: batched }, (_, number) => service(services - batched + number, random)),
      }),
    },
  ];
}

/** A load that goes on until it is told to stop, and then comes to its end. */
export interface Load {
  /** Resolves once everything that was asked for has ended. */
  finish(): Promise<void>;
  /** What has not ended yet: for whoever has waited long enough. */
  underWay(): string[];
}

/** Puts the load on a world; all that is drawn comes from the seed. */
export function putLoad({ send, tell }: Pick<Clients, 'send' | 'tell'>, furniture: Furniture, seed: number, ledger: Ledger): Load {
  let stopped = false;
  const open = new Set<Asked>();
  const clients = wishesIn(furniture).map((wish, index) => live(wish, createRandom(seed * 1_000 + index), `client${index}`));
  const done = Promise.all(clients);
  // Awaited when the load is finished; until then it must not count as nobody's.
  done.catch(() => undefined);

  async function live({ path, request, byEvent = false }: Wish, random: Random, by: string): Promise<void> {
    while (!stopped) {
      const asked: Asked = { key: byEvent ? null : randomUUID(), by, path, body: request(random), id: null, decisions: [] };
      ledger.asked.push(asked);
      open.add(asked);
      const course = courseOf(random);
      if (await (byEvent ? beginByEvent(asked) : begin(asked))) await accompany(asked, course);
      open.delete(asked);
    }
  }

  /** Until it is accepted; false when it never will be. */
  async function begin(asked: Asked): Promise<boolean> {
    for (;;) {
      const { status, body } = await send(asked.by, 'POST', asked.path, asked.body, { 'idempotency-key': String(asked.key) });
      if (status === 200 || status === 202) {
        asked.id = String(body.id);
        return true;
      }
      // The one before has ended, and is about to let go of the pair.
      if (body.code !== 'association-in-progress') {
        ledger.refusals.push(`POST ${asked.path} ${JSON.stringify(asked.body)} was answered ${status}: ${JSON.stringify(body)}`);
        return false;
      }
      await sleep(lookEvery);
    }
  }

  /** Until the bus has taken the event, and an association has come of it: a list tells which. */
  async function beginByEvent(asked: Asked): Promise<boolean> {
    const { desired, ...detail } = asked.body as { readonly desired: string };
    const event = await tell(asked.by, desired === 'ASSOCIATED' ? 'Association Requested' : 'Dissociation Requested', detail);
    ledger.events.push(event);
    while (asked.id === null) {
      const { body } = await send(asked.by, 'GET', `/associations?requestedBy=${asked.by}`);
      const items = (body as { readonly items?: readonly { readonly id: string; readonly requestedBy: { readonly id: string } }[] }).items;
      asked.id = items?.find(({ requestedBy }) => requestedBy.id === event)?.id ?? null;
      if (asked.id === null) await sleep(lookEvery);
    }
    return true;
  }

  /** Looks until it has ended and that was told, deciding on the way. */
  async function accompany(asked: Asked, { cancelAfter, verdict }: Course): Promise<void> {
    const accepted = performance.now();
    const isOver = () => performance.now() - accepted > (cancelAfter ?? Infinity);
    let isCancelled = false;
    for (;;) {
      const answer = await send(asked.by, 'GET', `${asked.path}/${asked.id}`);
      if (answer.status !== 200) return void ledger.refusals.push(`GET ${asked.path}/${asked.id} was answered ${answer.status}.`);
      const shown = answer.body as unknown as Shown;
      if (shown.settledAt !== null && shown.noticesSent) return;
      if (shown.settledAt === null && !isCancelled && isOver()) {
        isCancelled = true;
        await decide(asked, asked.by, 'cancel', { comment: 'not wanted any more' }, {});
      } else if (shown.state === 'AWAITING_APPROVAL' && shown.approvalRequest) {
        const body = { planDigest: shown.approvalRequest.digest, comment: 'seen' };
        await decide(asked, 'approver', verdict, body, { 'if-match': String(answer.headers.etag) });
      }
      await sleep(lookEvery);
    }
  }

  /** One decision. That it comes too late, or was read too early, is no fault of anybody's. */
  async function decide(asked: Asked, by: string, verb: string, body: object, headers: Readonly<Record<string, string>>): Promise<void> {
    const key = { 'idempotency-key': randomUUID() };
    const answer: ApiAnswer = await send(by, 'POST', `${asked.path}/${asked.id}/${verb}`, body, { ...headers, ...key });
    if (answer.status === 202) asked.decisions.push(verb);
    else if (answer.status !== 409 && answer.status !== 412)
      ledger.refusals.push(`${verb} of ${asked.id} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  return {
    finish() {
      stopped = true;
      return done.then(() => undefined);
    },
    underWay: () => [...open].map(({ id, key, body }) => `${id ?? `the request with the key ${key}`} ${JSON.stringify(body)}`),
  };
}
