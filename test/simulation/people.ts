import type { Clock } from '../../local/clock.ts';
import type { HttpAnswer, HttpRequest } from '../../src/api/http.ts';
import type { Association } from '../../src/association.ts';
import { networkTag } from '../../src/events/service-tag.ts';
import { createAnotherHand } from './another-hand.ts';
import { type Aws, account } from './aws.ts';
import type { Chronicle } from './chronicle.ts';
import type { Dice } from './dice.ts';
import type { Lambda } from './lambda.ts';
import { enveloped } from './rules.ts';
import type { Request, Wish } from './story.ts';
import type { Weather } from './weather.ts';

const requester = `arn:aws:iam::${account}:user/requester`;
const approver = `arn:aws:iam::${account}:user/approver`;

/** How often a client repeats a request that got no answer, or was asked to. */
const mostRepeats = 8;

interface Surroundings {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly weather: Weather;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly lambda: Lambda;
  readonly chronicle: Chronicle;
  readonly aws: Aws;
  /** The record as it is now. */
  readonly record: (id: string) => Association | undefined;
}

type Trigger = { readonly ids: Set<string>; taken: boolean };

/** A file, as a new version of a package comes from. */
const source = { S3BucketName: 'dictionaries', S3Key: 'synonyms.txt' };

const minutes = (count: number) => count * 60_000;

/** Who asks, decides, gives up and tries again, each when the dice say. */
export function createPeople({ clock, dice, weather, sleep, lambda, chronicle, aws, record }: Surroundings) {
  const did = (deed: string) => void chronicle.deeds.set(deed, (chronicle.deeds.get(deed) ?? 0) + 1);

  const anotherHand = createAnotherHand({ now: clock.now, aws, chronicle });

  return { ask, meet, decideOn };

  /** Has one wish: asks for it over HTTP or as an event, perhaps twice, or changes in AWS what speaks for it. */
  async function ask(wish: Wish, index: number): Promise<void> {
    if (wish.type === 'TAG') return tag(wish);
    if (wish.type === 'HAND') return anotherHand.change(wish.deed);
    if (wish.type === 'DOMAIN') return anotherHand.changeDomain(wish.change);
    if (wish.type === 'PACKAGE')
      return void (await aws.byAnotherHand('es', 'UpdatePackage', { PackageID: wish.packageId, PackageSource: source }));
    const trigger = { ids: new Set<string>(), taken: false };
    const send = sendingOf(wish, index, trigger);
    chronicle.triggers.set(`wish-${index}`, trigger);
    const again = weather.strikes('triggerTwice') ? dice.pick([0, 0, 500, 30_000, minutes(40)]) : undefined;
    if (again !== undefined) void sleep(again).then(send);
    await send();
  }

  function sendingOf(wish: Extract<Wish, { type: 'REQUEST' | 'BATCH' }>, index: number, trigger: Trigger): () => Promise<void> {
    if (wish.type === 'BATCH') return () => post('POST /batches', wish.batch, `key-${index}`, trigger);
    const { request } = wish;
    if (dice.chance(0.5)) return eventOf(request, index, trigger);
    const body = dice.chance(0.4) ? onItsPlan(request) : async () => request;
    return async () => post('POST /associations', await body(), `key-${index}`, trigger);
  }

  /** The request on the plan that it has when it is asked for first; without one where no plan can be made. */
  function onItsPlan(request: Request): () => Promise<Request & { readonly planDigest?: string }> {
    let planned: Promise<HttpAnswer | undefined> | undefined;
    return async () => {
      planned ??= call('POST /plans', {}, request, {}, requester);
      const answer = await planned;
      did(`plan ${answer?.status ?? 'unanswered'}`);
      const { digest: planDigest } = (answer?.status === 200 ? answer.body : {}) as { readonly digest?: string };
      return planDigest ? { ...request, planDigest } : request;
    };
  }

  /** The service's own event tells of it. */
  async function tag({ serviceArn: resourceArn, value }: Extract<Wish, { type: 'TAG' }>): Promise<void> {
    if (value === null) await aws.byAnotherHand('lattice', 'UntagResource', { resourceArn, tagKeys: [networkTag] });
    else await aws.byAnotherHand('lattice', 'TagResource', { resourceArn, tags: { [networkTag]: value } });
  }

  async function post(route: string, body: object, key: string, trigger: Trigger): Promise<void> {
    const answer = await call(route, {}, body, { 'idempotency-key': key }, requester);
    const { id } = (answer?.body ?? {}) as { readonly id?: string };
    if (!answer || answer.status >= 300 || !id) return;
    trigger.ids.add(id);
    trigger.taken = true;
  }

  /** Calls the API, and again while it gives no answer or asks for a repeat. */
  async function call(routeKey: string, path: object, body: object, headers: object, principal: string): Promise<HttpAnswer | undefined> {
    for (let repeat = 0; repeat < mostRepeats; repeat += 1) {
      const request: HttpRequest = {
        routeKey,
        path: { ...path },
        query: {},
        headers: { ...headers },
        body: JSON.stringify(body),
        principal,
        account,
        requestId: 'gateway',
        at: clock.now(),
      };
      const answer = (await lambda.invoke('on-request', request).catch(() => undefined)) as HttpAnswer | undefined;
      const code = (answer?.body as { readonly code?: string } | undefined)?.code ?? '';
      if (answer && answer.status < 500 && !code.startsWith('still-')) return answer;
      await sleep(dice.between(1, 60) * 1_000);
    }
    return undefined;
  }

  function eventOf({ desired, ...detail }: Request, index: number, trigger: Trigger): () => Promise<void> {
    const type = desired === 'ASSOCIATED' ? 'Association Requested' : 'Dissociation Requested';
    const event = enveloped({ source: 'shop', 'detail-type': type, resources: [], detail }, `event-${index}`, clock.now());
    return async () => {
      if (weather.strikes('triggerLost')) return;
      if (weather.strikes('triggerLate')) await sleep(dice.between(1, 45) * 60_000);
      if (await lambda.deliver('on-event', event)) trigger.taken = true;
    };
  }

  /** What will be done about an association, or a batch, once it is there. */
  function meet(id: string): void {
    if (id.startsWith('batch_')) return void meetBatch(id);
    if (dice.chance(0.25)) void later(dice.between(0, 20 * 60), () => say(id, 'cancel', {}, requester));
    for (let tries = dice.pick([0, 0, 1, 2]); tries > 0; tries -= 1)
      void later(dice.between(60, 4 * 3_600), () => say(id, 'retry', {}, requester));
  }

  /** What comes of a question: a yes, a no, or nothing; sometimes in the very moment it expires. */
  function decideOn(id: string): void {
    const asked = record(id)?.approvalRequest;
    if (!asked || dice.chance(0.1)) return;
    const races = dice.chance(0.2);
    const at = races ? asked.expiresAt + dice.between(-1_500, 1_500) : clock.now() + dice.between(1, 12 * 60) * 1_000;
    if (races) did('raced with expiry');
    const verb = dice.chance(0.8) ? 'approve' : 'reject';
    void later((at - clock.now()) / 1_000, () => {
      if (verb === 'approve') chronicle.approvals.add(`${asked.digest} ${id}`);
      return say(id, verb, { planDigest: asked.digest, comment: 'seen' }, approver);
    });
  }

  function meetBatch(id: string): void {
    if (dice.chance(0.15)) void later(dice.between(0, 30 * 60), () => sayOfBatch(id, 'cancel'));
    if (dice.chance(0.4)) void later(dice.between(10 * 60, 4 * 3_600), () => sayOfBatch(id, 'retry-failed'));
  }

  async function sayOfBatch(id: string, verb: string): Promise<void> {
    const answer = await call(`POST /batches/{id}/${verb}`, { id }, {}, { 'if-match': '*' }, requester);
    did(`${verb} ${answer?.status ?? 'unanswered'}`);
    chronicle.note(clock.now(), `${verb} ${id} ${answer?.status}`);
  }

  async function later(seconds: number, work: () => Promise<void>): Promise<void> {
    await sleep(Math.max(0, seconds * 1_000));
    await work();
  }

  async function say(id: string, verb: string, body: object, principal: string): Promise<void> {
    const read = record(id);
    if (!read) return;
    const answer = await call(`POST /associations/{id}/${verb}`, { id }, body, { 'if-match': `"${read.version}"` }, principal);
    did(`${verb} ${answer?.status ?? 'unanswered'}`);
    chronicle.note(clock.now(), `${verb} ${id} ${answer?.status}`);
  }
}
