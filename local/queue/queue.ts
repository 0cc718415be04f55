import { randomUUID } from 'node:crypto';
import { bornAt } from '../birth.ts';
import type { Clock, Timer } from '../clock.ts';
import type { QueueConfiguration } from '../configuration.ts';
import type { State } from '../state.ts';
import { AwsError } from '../wire/service.ts';
import { type MessageAttributes, md5OfAttributes, md5OfBody } from './digest.ts';
import { checkMessage } from './message.ts';

/** A message on disk. Times are epoch milliseconds of the world's clock. */
export interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly systemAttributes: MessageAttributes;
  readonly senderId: string;
  readonly sentAt: number;
  /** Tells apart, in their order, what was sent in the same millisecond. */
  readonly sequence: number;
  readonly visibleAt: number;
  readonly firstReceivedAt: number | null;
  readonly receiveCount: number;
}

/** What is to be put on a queue. */
export interface NewMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly systemAttributes?: MessageAttributes;
  readonly delaySeconds?: number;
  readonly senderId?: string;
}

/** The queues of the local world, and their messages. Queues go by ARN, URL or name. */
export interface Queues {
  readonly queues: readonly QueueConfiguration[];
  /** Since when there is each, by ARN, in epoch milliseconds. */
  readonly createdAt: ReadonlyMap<string, number>;
  /** Throws QueueDoesNotExist. */
  queueOf(name: string): QueueConfiguration;
  /** Puts a message on disk. Throws InvalidMessageContents and InvalidParameterValue. */
  send(name: string, message: NewMessage): { id: string; md5OfBody: string; md5OfAttributes: string | undefined };
  /** Takes up to `maximum` visible messages and hides them for `visibilityTimeout` seconds. */
  take(name: string, maximum: number, visibilityTimeout?: number): StoredMessage[];
  /** As `take`, and waits up to `waitSeconds` of the world's clock for the first. */
  receive(name: string, options: { maximum: number; waitSeconds: number; visibilityTimeout?: number }): Promise<StoredMessage[]>;
  /** Changes when a message in flight is seen again. Throws MessageNotInflight. */
  hide(name: string, id: string, seconds: number): void;
  delete(name: string, id: string): void;
  purge(name: string): void;
  count(name: string): { visible: number; inFlight: number; delayed: number };
  /** All messages still kept, oldest first. Looking changes nothing. */
  list(name: string): StoredMessage[];
  /** Lets those who wait go, with nothing. */
  close(): void;
}

interface QueuesOptions {
  readonly queues: readonly QueueConfiguration[];
  readonly clock: Clock;
  readonly state: State;
}

/** Of every queue here, in seconds: SQS's default, and the longest retention it has. Source: SQS developer guide, queue parameters. */
export const queueParameters = { visibilityTimeout: 30, retention: 1_209_600 };

const missing = () => new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');

/** The name in an ARN or a URL is its last part. */
const nameIn = (name: string) => name.split(/[:/]/).at(-1) ?? name;

/** Standard queues with their messages in `state`: at least once, in the order sent as far as nothing is received twice. */
export function createQueues({ queues, clock, state }: QueuesOptions): Queues {
  const index = new Map(queues.map((queue) => [queue.name, queue]));
  /** Called when something may have become visible. */
  const listeners = new Set<() => void>();
  let sequence = 0;
  let closed = false;

  const queueOf = (name: string) => {
    const queue = index.get(nameIn(name));
    if (!queue) throw missing();
    return queue;
  };
  const collection = (name: string) => `queue-message/${queueOf(name).name}`;
  const put = (name: string, message: StoredMessage) => state.put(collection(name), message.id, freeze(message));

  function list(name: string): StoredMessage[] {
    const kept = state.list<StoredMessage>(collection(name)).filter(([id, { sentAt }]) => {
      const isKept = sentAt + queueParameters.retention * 1000 > clock.now();
      if (!isKept) state.delete(collection(name), id);
      return isKept;
    });
    return kept.map(([, message]) => revive(message)).sort((one, other) => one.sentAt - other.sentAt || one.sequence - other.sequence);
  }

  function take(name: string, maximum: number, visibilityTimeout?: number): StoredMessage[] {
    const now = clock.now();
    const hiddenFor = visibilityTimeout ?? queueParameters.visibilityTimeout;
    const visible = list(name).filter(({ visibleAt }) => visibleAt <= now);
    return visible.slice(0, maximum).map((message) => {
      const { firstReceivedAt, receiveCount } = message;
      const taken = {
        ...message,
        visibleAt: now + hiddenFor * 1000,
        firstReceivedAt: firstReceivedAt ?? now,
        receiveCount: receiveCount + 1,
      };
      put(name, taken);
      return taken;
    });
  }

  /** Resolves when a message may have become visible, or at `deadline`. */
  function change(name: string, deadline: number): Promise<void> {
    const next = list(name).map(({ visibleAt }) => visibleAt);
    return new Promise((resolve) => {
      let timer: Timer | undefined;
      const done = () => {
        timer?.cancel();
        listeners.delete(done);
        resolve();
      };
      listeners.add(done);
      timer = clock.at(Math.min(deadline, ...next), done);
    });
  }

  return {
    queues,
    createdAt: new Map(queues.map(({ arn }) => [arn, bornAt({ clock, state }, arn)])),
    queueOf,
    send(name, message) {
      checkMessage(message);
      const { body, attributes = {}, systemAttributes = {}, delaySeconds = 0, senderId = 'local' } = message;
      const [id, now] = [randomUUID(), clock.now()];
      sequence += 1;
      const times = { sentAt: now, visibleAt: now + delaySeconds * 1000, firstReceivedAt: null, receiveCount: 0 };
      put(name, { id, body, attributes, systemAttributes, senderId, sequence, ...times });
      for (const listener of [...listeners]) listener();
      return { id, md5OfBody: md5OfBody(body), md5OfAttributes: md5OfAttributes(attributes) };
    },
    take,
    async receive(name, { maximum, waitSeconds, visibilityTimeout }) {
      const deadline = clock.now() + waitSeconds * 1000;
      let taken = take(name, maximum, visibilityTimeout);
      while (taken.length === 0 && clock.now() < deadline && !closed) {
        await change(name, deadline);
        taken = take(name, maximum, visibilityTimeout);
      }
      return taken;
    },
    hide(name, id, seconds) {
      const message = list(name).find((kept) => kept.id === id);
      if (!message || message.receiveCount === 0 || message.visibleAt <= clock.now()) {
        throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
      }
      put(name, { ...message, visibleAt: clock.now() + seconds * 1000 });
      for (const listener of [...listeners]) listener();
    },
    delete: (name, id) => state.delete(collection(name), id),
    purge(name) {
      for (const { id } of list(name)) state.delete(collection(name), id);
    },
    count(name) {
      const now = clock.now();
      const hidden = list(name).filter(({ visibleAt }) => visibleAt > now);
      const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
      return { visible: list(name).length - hidden.length, inFlight: hidden.length - delayed, delayed };
    },
    list,
    close() {
      closed = true;
      for (const listener of [...listeners]) listener();
    },
  };
}

/** JSON has no bytes: on disk a binary value is base64 text. */
function mapBinary(message: StoredMessage, change: (value: Uint8Array) => unknown): StoredMessage {
  const attributes = Object.entries(message.attributes).map(([name, { BinaryValue, ...attribute }]) => [
    name,
    BinaryValue ? { ...attribute, BinaryValue: change(BinaryValue) } : attribute,
  ]);
  return { ...message, attributes: Object.fromEntries(attributes) };
}

const freeze = (message: StoredMessage) => mapBinary(message, (value) => Buffer.from(value).toString('base64'));
const revive = (message: StoredMessage) => mapBinary(message, (value) => Uint8Array.from(Buffer.from(String(value), 'base64')));
