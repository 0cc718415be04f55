import * as z from 'zod';
import { pairKeyOf } from '../accept.ts';
import type { Request } from '../association.ts';
import { kinds } from '../kinds/index.ts';
import { digest, type Problem, printable, problemsOf, type Reading, readRequest, requestMembers } from '../request.ts';
import { readSelector } from '../selector.ts';
import type { BatchSelector, Limits } from './batch.ts';

/** What holds for every item that does not say otherwise. */
export type Defaults = Readonly<Record<string, unknown>>;

/** What is asked of a batch, wherever it comes from. The same again is the same batch. */
export interface BatchRequest {
  /** The items, given one by one; null: a selector names them. */
  readonly requests: readonly Request[] | null;
  readonly selector: BatchSelector | null;
  readonly defaults: Defaults;
  readonly limits: Limits;
  readonly label: string | null;
  /** The digest of the plan of the whole batch that it was asked for with. */
  readonly planDigest: string | null;
}

const mostItems = 1_000;
const { planDigest: _, ...common } = requestMembers;

const selectable = Object.values(kinds).flatMap(({ name, selectors }) => (Object.keys(selectors).length > 0 ? [name] : []));

/** A batch as it comes from outside: items or a selector, what holds for all of them, and the limits. */
export const batchSchema = z
  .strictObject({
    items: z.array(z.unknown()).min(1, 'must have at least one request').max(mostItems, `at most ${mostItems} requests`).optional(),
    selector: z
      .looseObject({ kind: z.enum(selectable, { error: `must be one of ${selectable.join(', ')}` }) })
      .optional()
      .describe('What names the pairs: a package on every domain that has it, every service with a tag, or a service in all its networks.'),
    ...(z.object(common).partial().shape as { [Name in keyof typeof common]: z.ZodOptional<(typeof common)[Name]> }),
    planDigest: digest.optional().describe('Run only if the plan of the whole batch has this digest.'),
    maxConcurrency: z.int().min(1).max(50).default(10).describe('How many items are under way at once.'),
    canary: z
      .int()
      .min(0)
      .max(mostItems)
      .default(0)
      .describe('So many are done alone first; only when all of them SUCCEEDED the rest goes on.'),
    stopAfterFailures: z
      .int()
      .min(1)
      .max(mostItems)
      .nullable()
      .default(null)
      .describe('After so many that ended not SUCCEEDED nothing further is begun.'),
    label: printable(100).optional().describe('What people call the batch.'),
  })
  .refine(({ items, selector }) => (items === undefined) !== (selector === undefined), 'give items or a selector, and not both');

/** Whether a body asks for many: what POST /plans goes by. */
export const isBatch = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && ('items' in input || 'selector' in input);

/** Reads a batch out of untrusted input, naming every problem of every item. */
export function readBatch(input: unknown): Reading<BatchRequest> {
  const read = batchSchema.safeParse(input);
  const { items, selector, planDigest, maxConcurrency, canary, stopAfterFailures, label, ...defaults } = read.data ?? {};
  const given = items ?? itemsIn(input);
  const requests = given && readItems(given, defaults);
  const selected = selector && readBatchSelector(selector);
  const problems = [
    ...problemsOf(read),
    ...(requests?.ok === false ? requests.problems : []),
    ...(selected?.ok === false ? selected.problems : []),
  ];
  if (!read.success || problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    value: {
      requests: requests?.ok ? requests.value : null,
      selector: selected?.ok ? selected.value : null,
      defaults,
      limits: { maxConcurrency: read.data.maxConcurrency, canary: read.data.canary, stopAfterFailures: read.data.stopAfterFailures },
      label: label ?? null,
      planDigest: planDigest ?? null,
    },
  };
}

/** The items of what could not be read as a whole, so that their problems are named with the others. */
const itemsIn = (input: unknown): unknown[] | undefined => {
  const items = (input as { items?: unknown } | null)?.items;
  return Array.isArray(items) ? items.slice(0, mostItems) : undefined;
};

function readItems(items: readonly unknown[], defaults: Defaults): Reading<Request[]> {
  const read = items.map((item) =>
    readRequest(typeof item === 'object' && item !== null && !Array.isArray(item) ? { ...defaults, ...item } : item),
  );
  const requests = read.map((each) => (each.ok ? each.value : undefined));
  const problems = read.flatMap((each, index) => (each.ok ? [] : each.problems.map((problem) => at(`items.${index}`, problem))));
  const all = [...problems, ...repeats(requests)];
  return all.length > 0 ? { ok: false, problems: all } : { ok: true, value: requests.flatMap((request) => request ?? []) };
}

const at = (root: string, { path, message }: Problem): Problem => ({ path: path === '' ? root : `${root}.${path}`, message });

/** A pair that is there twice would wait for itself, or be asked for two things. */
function repeats(requests: readonly (Request | undefined)[]): Problem[] {
  const first = new Map<string, number>();
  return requests.flatMap((request, index) => {
    if (!request) return [];
    const key = pairKeyOf(request);
    const before = first.get(key);
    first.set(key, before ?? index);
    return before === undefined
      ? []
      : [{ path: `items.${index}.pair`, message: `is the pair of items.${before}: a batch has each pair once` }];
  });
}

function readBatchSelector({ kind, ...members }: { kind: string }): Reading<BatchSelector> {
  const read = readSelector(kind, members, 'selector');
  return read.ok ? { ok: true, value: { kind, ...read.value } } : read;
}

/** What is wrong with a selector that finds nothing: there is no plan and no batch of no pairs. */
export const nothingNamed: Reading<never> = { ok: false, problems: [{ path: 'selector', message: 'names no pairs now' }] };

/** The requests for pairs that a selector was found to name. */
export function requestsFor(pairs: readonly unknown[], { selector, defaults }: BatchRequest): Reading<Request[]> {
  if (pairs.length > mostItems) {
    return { ok: false, problems: [{ path: 'selector', message: `names ${pairs.length} pairs; a batch has at most ${mostItems}` }] };
  }
  const read = readItems(
    pairs.map((pair) => ({ kind: selector?.kind, pair })),
    defaults,
  );
  // All come from the selector, and what is wrong with one is wrong with each.
  return read.ok
    ? read
    : { ok: false, problems: [...new Map(read.problems.map((problem) => [shared(problem).path, shared(problem)])).values()] };
}

const shared = ({ path, message }: Problem): Problem => ({ path: path.replace(/^items\.\d+\.?/, ''), message });
