import * as z from 'zod';
import type { Request } from './association.ts';
import { asJson } from './canonical.ts';
import { milliseconds } from './duration.ts';
import { type Kind, kindNames, kinds } from './kinds/index.ts';

/** Something wrong with input, and where. */
export interface Problem {
  /** JSON path, like `pair.domainName`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export type Reading<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problems: readonly Problem[] };

/** A week: no association waits longer for its turn. */
const longestDeadline = 7 * 24 * 3_600_000;

/** A text of at most that many characters. What controls lines and directions has no place in what is shown in logs, mails and terminals. */
export const printable = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u, 'must not contain control characters');

const deadline = z
  .string()
  .refine((text) => {
    const length = milliseconds(text);
    return length !== undefined && length > 0 && length <= longestDeadline;
  }, 'must be an ISO 8601 duration longer than nothing and at most P7D, like PT30M')
  .meta({ format: 'duration' });

/** The digest of a plan. */
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must look like sha256: and 64 hexadecimal digits');

const mostLabels = 20;
const labels = z
  .record(z.string().regex(/^[\w.:/=+@-]{1,128}$/, 'label names are 1 to 128 of letters, digits and _.:/=+@-'), printable(256))
  .refine((given) => Object.keys(given).length <= mostLabels, `at most ${mostLabels} labels`)
  .meta({ maxProperties: mostLabels });

/** What a request may say beside its kind and pair. */
export const requestMembers = {
  desired: z.enum(['ASSOCIATED', 'DISSOCIATED']).describe('The relation the pair is to be in.'),
  onFailure: z.enum(['ROLL_BACK', 'LEAVE']).describe('Whether what was made and failed is taken back.'),
  approval: z.enum(['AUTO', 'REQUIRED', 'BY_IMPACT']).describe('BY_IMPACT asks before what interrupts traffic.'),
  deadline: deadline.describe('It must have begun by then: at most P7D.'),
  reason: printable(500),
  labels,
  planDigest: digest.describe('Run only on the plan that has this digest, until conditions were waited for or room was made.'),
};

/** What a request for any kind may leave out. */
const optional = {
  approval: requestMembers.approval.default('BY_IMPACT'),
  reason: requestMembers.reason.optional().transform((reason) => reason ?? null),
  labels: requestMembers.labels.optional().transform((given) => given ?? {}),
  planDigest: requestMembers.planDigest.optional().transform((planDigest) => planDigest ?? null),
};

/** A request for a pair of that kind, with the kind's own defaults. Members it does not know are errors: a mistyped option must not be ignored. */
export const requestSchemaOf = (kind: Kind) =>
  z.strictObject({
    kind: z.literal(kind.name),
    pair: kind.schema,
    desired: desiredOf(kind),
    onFailure: requestMembers.onFailure.default(kind.defaults.onFailure),
    deadline: requestMembers.deadline.default(kind.defaults.deadline),
    ...optional,
  });

/** What can be asked of that kind; what cannot is refused with what to ask instead. */
function desiredOf({ desired }: Kind) {
  const possible = requestMembers.desired.options.filter((each) => desired[each].allowed);
  const error = ({ input }: { input?: unknown }) => {
    const asked = requestMembers.desired.safeParse(input);
    const can = asked.success ? desired[asked.data] : undefined;
    return can?.allowed === false ? `${asked.data} is not possible: ${can.why}` : undefined;
  };
  return z
    .enum(possible, { error })
    .describe(requestMembers.desired.description ?? '')
    .default('ASSOCIATED');
}

const schemas = new Map(Object.values(kinds).map((kind) => [kind.name, requestSchemaOf(kind)]));

/** Never holds: says what is wrong with a request whose kind nobody knows. */
const ofNoKind = z.strictObject({
  kind: z.enum(kindNames, { error: `must be one of ${kindNames.join(', ')}` }),
  pair: z.unknown().refine((pair) => pair !== undefined, 'is required'),
  desired: requestMembers.desired.optional(),
  onFailure: requestMembers.onFailure.optional(),
  deadline: requestMembers.deadline.optional(),
  ...optional,
});

/** Reads a request out of untrusted input, naming every problem. */
export function readRequest(input: unknown): Reading<Request> {
  const kind = (input as { kind?: unknown } | null)?.kind;
  const schema = typeof kind === 'string' ? schemas.get(kind) : undefined;
  if (!schema) return { ok: false, problems: problemsOf(ofNoKind.safeParse(input)) };
  const read = reading(schema, input);
  return read.ok ? { ok: true, value: { ...read.value, pair: asJson(read.value.pair) } } : read;
}

/** Reads untrusted input by the schema, naming every problem. */
function reading<Schema extends z.ZodType>(schema: Schema, input: unknown): Reading<z.output<Schema>> {
  const read = schema.safeParse(input);
  return read.success ? { ok: true, value: read.data } : { ok: false, problems: problemsOf(read) };
}

/** Zod's issues as problems, unknown members one by one. */
export const problemsOf = (result: z.ZodSafeParseResult<unknown>, root = '', unknown = 'is not a member of this object'): Problem[] =>
  (result.error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: pathOf(root, [...issue.path, key]), message: unknown }))
      : messagesOf(issue).map((message) => ({ path: pathOf(root, issue.path), message })),
  );

/** Of a name that is not allowed Zod says no more than that; why, is said of the name itself. */
const messagesOf = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message) : [missing.test(issue.message) ? 'is required' : issue.message];

/** How Zod says that a member is not there. */
const missing = /^Invalid input: .*received undefined$/;

const pathOf = (root: string, path: readonly PropertyKey[]) => [root, ...path.map(String)].filter((part) => part !== '').join('.');
