import * as z from 'zod';
import { activeStates, terminalStates } from '../association.ts';
import { kindNames } from '../kinds/index.ts';
import { type Filter, listed } from '../listing.ts';
import { requestMembers } from '../request.ts';
import type { Store } from '../store.ts';
import { summary } from '../view.ts';
import type { Route } from './http.ts';
import { lastIn, nested, pageTokenOf, paging, readQuery } from './query.ts';
import { associationId } from './read.ts';

const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'must be a time like 2026-11-02T09:00:00Z, or a day like 2026-11-02',
});

const states = [...activeStates, ...terminalStates];

const split = (text: unknown) => (typeof text === 'string' ? text.split(',') : text);

/** What GET /associations understands; `label.<name>` is read as a member of `label`. */
export const listParameters = z.strictObject({
  state: z
    .preprocess(split, z.array(z.enum(states, `Expected states, with commas between them: ${states.join(', ')}`)).min(1))
    .optional()
    .describe('One or several states, with commas between them.'),
  kind: z.enum(kindNames).optional(),
  source: z.string().min(1).optional().describe('Id or ARN of what is associated: packageId, serviceIdentifier, connectionId.'),
  target: z
    .string()
    .min(1)
    .optional()
    .describe('Id or ARN of what it is associated with: domainName, serviceNetworkIdentifier, parentConnectionId.'),
  batch: z
    .string()
    .regex(/^batch_[0-9A-Z]{26}$/, 'must be the id of a batch')
    .optional(),
  requestedBy: z.string().min(1).optional().describe("A principal's ARN, a role's without a session, or the source of events."),
  label: requestMembers.labels.optional().describe('Associations with all of these labels.'),
  createdAfter: instant.optional().describe('At that time or after it.'),
  createdBefore: instant.optional(),
  problem: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: what has ended without being done, other than CANCELLED with nothing in AWS.'),
  drifted: z.enum(['true', 'false']).optional().describe('true: what was brought about and is no longer so in AWS.'),
  ...paging,
});

/** The filter that the parameters are: the same for the same list, however it was asked for. */
function filterOf({ state, createdAfter, createdBefore, problem, drifted, ...rest }: z.output<typeof listParameters>): Filter {
  const { pageSize, pageToken, ...plain } = rest;
  return {
    ...plain,
    state: state && [...new Set(state)].sort(),
    createdAfter: timeOf(createdAfter),
    createdBefore: timeOf(createdBefore),
    problem: problem && problem === 'true',
    drifted: drifted && drifted === 'true',
  };
}

/** Ids have no times before 1970. */
const timeOf = (instant: string | undefined) => (instant === undefined ? undefined : Math.max(0, Date.parse(instant)));

/** GET /associations. */
export const listAssociations =
  (store: Store, machine: () => string): Route =>
  async ({ query }) => {
    const parameters = readQuery(listParameters, nested(query, 'label'));
    const filter = filterOf(parameters);
    const before = lastIn(filter, parameters.pageToken, associationId);
    const { items, next } = await listed(store, filter, { limit: parameters.pageSize, before });
    const body = { items: items.map((association) => summary(association, machine())), nextPageToken: pageTokenOf(filter, next) };
    return { status: 200, headers: {}, body };
  };
