import * as z from 'zod';
import type { Request } from './association.ts';
import { asJson } from './canonical.ts';
import { milliseconds } from './duration.ts';
import { kindNames, kindOf } from './kinds/index.ts';

/** Something wrong with input, and where. */
export interface Problem {
  /** JSON path, like `pair.domainName`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export type Reading<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problems: readonly Problem[] };

/** A week: no association waits longer for its turn. */
const longestDeadline = 7 * 24 * 3_600_000;

// Control characters have no place in what is shown in logs, alerts and terminals.
const printable = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters');

const deadline = z.string().refine((text) => {
  const length = milliseconds(text);
  return length !== undefined && length > 0 && length <= longestDeadline;
}, 'must be an ISO 8601 duration longer than nothing and at most P7D, like PT30M');

/** A request as it comes from outside. Members it does not know are errors: a mistyped option must not be ignored. */
const schema = z.strictObject({
  kind: z.enum(kindNames, { error: `must be one of ${kindNames.join(', ')}` }),
  pair: z.unknown().refine((pair) => pair !== undefined, 'is required'),
  desired: z.enum(['ASSOCIATED', 'DISSOCIATED']).default('ASSOCIATED'),
  onFailure: z.enum(['ROLL_BACK', 'LEAVE']).optional(),
  approval: z.enum(['AUTO', 'REQUIRED', 'BY_IMPACT']).default('BY_IMPACT'),
  deadline: deadline.optional(),
  reason: printable(500).optional(),
  labels: z
    .record(z.string().regex(/^[\w.:/=+@-]{1,128}$/, 'label names are 1 to 128 of letters, digits and _.:/=+@-'), printable(256))
    .refine((labels) => Object.keys(labels).length <= 20, 'at most 20 labels')
    .optional(),
  planDigest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, 'must look like sha256: and 64 hexadecimal digits')
    .optional(),
});

/** Reads a request out of untrusted input, naming every problem. */
export function readRequest(input: unknown): Reading<Request> {
  const read = schema.safeParse(input);
  const kind = kindNames.find((name) => name === (input as { kind?: unknown } | null)?.kind);
  const pair =
    kind && (input as { pair?: unknown }).pair !== undefined ? kindOf(kind).schema.safeParse((input as { pair: unknown }).pair) : undefined;
  const problems = [...problemsOf(read), ...(pair ? problemsOf(pair, 'pair') : [])];
  if (!read.success || !pair?.success) return { ok: false, problems };
  const can = kindOf(read.data.kind).desired[read.data.desired];
  if (!can.allowed) return { ok: false, problems: [{ path: 'desired', message: `${read.data.desired} is not possible: ${can.why}` }] };
  return { ok: true, value: completed({ ...read.data, pair: asJson(pair.data) }) };
}

/** The defaults, some of which are the kind's. */
function completed(request: z.output<typeof schema> & { pair: Request['pair'] }): Request {
  const { defaults } = kindOf(request.kind);
  return {
    ...request,
    onFailure: request.onFailure ?? defaults.onFailure,
    deadline: request.deadline ?? defaults.deadline,
    reason: request.reason ?? null,
    labels: request.labels ?? {},
    planDigest: request.planDigest ?? null,
  };
}

/** Zod's issues as problems, unknown members one by one. */
export const problemsOf = (result: z.ZodSafeParseResult<unknown>, root = ''): Problem[] =>
  (result.error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: pathOf(root, [...issue.path, key]), message: 'is not a member of this object' }))
      : [{ path: pathOf(root, issue.path), message: missing.test(issue.message) ? 'is required' : issue.message }],
  );

/** How Zod says that a member is not there. */
const missing = /^Invalid input: .*received undefined$/;

const pathOf = (root: string, path: readonly PropertyKey[]) => [root, ...path.map(String)].filter((part) => part !== '').join('.');
