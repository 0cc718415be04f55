import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Clock } from '../clock.ts';
import { createRandom, type Random } from '../random.ts';

/** What expressions can call beyond JSONata 2.0.6's own library, by name without the dollar sign. */
export type Functions = Readonly<Record<string, (...values: never[]) => unknown>>;

const algorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** Most elements `$range` makes. Source: Step Functions developer guide, JSONata functions. */
const longestRange = 1000;

/**
 * The functions Step Functions adds to JSONata ($partition, $range, $hash, $random, $uuid, $parse), and those of JSONata that
 * would look at the machine's own clock or dice ($now, $millis, $shuffle), taken from the engine's.
 */
export function createFunctions({ clock, random }: { clock: Clock; random: Random }): Functions {
  const format = jsonata('$fromMillis($time, $picture, $zone)');
  return {
    partition,
    range,
    hash,
    parse,
    random: (seed?: number) => (seed === undefined ? random() : createRandom(number(seed, 'random'))()),
    uuid: () => createUuid(random),
    millis: () => clock.now(),
    now: (picture?: string, zone?: string) => format.evaluate(undefined, { time: clock.now(), picture, zone }),
    shuffle: (values?: unknown[]) => values && shuffle(values, random),
  };
}

/** A random UUID, version 4. */
export function createUuid(random: Random): string {
  const bytes = Buffer.alloc(16);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = random() * 256;
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function partition(values: unknown[] | undefined, size: number) {
  if (values === undefined) return undefined;
  if (!Array.isArray(values)) throw new TypeError('The first argument of the $partition function must be an array');
  const length = Math.floor(number(size, 'partition'));
  if (length < 1) throw new RangeError('The second argument of the $partition function must be a positive number');
  return Array.from({ length: Math.ceil(values.length / length) }, (_, index) => values.slice(index * length, (index + 1) * length));
}

function range(first: number, last: number, step: number) {
  const [from, to, by] = [number(first, 'range'), number(last, 'range'), number(step, 'range')];
  if (by === 0) throw new RangeError('The third argument of the $range function must not be 0');
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > longestRange) throw new RangeError(`The $range function makes at most ${longestRange} elements`);
  return Array.from({ length }, (_, index) => from + index * by);
}

function hash(data: unknown, algorithm: string) {
  if (data === undefined) return undefined;
  const name = algorithms[algorithm];
  if (!name) throw new RangeError(`The $hash function knows ${Object.keys(algorithms).join(', ')}, not ${algorithm}`);
  return createHash(name)
    .update(typeof data === 'string' ? data : JSON.stringify(data))
    .digest('hex');
}

function parse(text?: string) {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new TypeError('The argument of the $parse function must be a string');
  return JSON.parse(text);
}

function shuffle(values: readonly unknown[], random: Random) {
  const shuffled = [...values];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
  }
  return shuffled;
}

function number(value: unknown, name: string): number {
  if (typeof value === 'number') return value;
  throw new TypeError(`The $${name} function takes numbers, not ${JSON.stringify(value)}`);
}
